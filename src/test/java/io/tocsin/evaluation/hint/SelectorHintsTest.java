package io.tocsin.evaluation.hint;

import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.TestRules;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.rule.RuleGroup;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SelectorHintsTest {

    private final Streams streams = new Streams();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final List<RuleGroup> groups = new ArrayList<>();
    private long nanos;
    private final SelectorHints hints =
            new SelectorHints(new GroupsOfATest(() -> groups), streams, clock, () -> this.nanos);

    private void use(String... expressions) {
        TestRules.Rule[] rules = Stream.of(expressions)
                .map(expression -> rule("r" + Math.abs(expression.hashCode())).expression(expression))
                .toArray(TestRules.Rule[]::new);
        groups.clear();
        groups.add(group("hints").rules(rules).build());
    }

    private List<String> said() {
        RuleGroup group = groups.get(0);
        return hints.of(group, group.rules().get(0)).stream()
                .map(SelectorHint::english)
                .toList();
    }

    private void pass(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            nanos += Duration.ofMinutes(1).toNanos();
            clock.tick(Duration.ofMinutes(1));
            hints.look();
        }
    }

    @Test
    void saysNothingOfASelectorThatMatchesAndAsksOnlyOnce() {
        streams.add("job", "ocr", "host", "server1");
        use("sum(count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))", "sum(rate({job=\"ocr\"} |= \"WARN\" [5m]))");

        hints.look();
        pass(Duration.ofHours(3));

        assertThat(said()).isEmpty();
        assertThat(hints.concerns()).isEmpty();
        assertThat(streams.questions).containsExactly("{job=\"ocr\"}");
    }

    @Test
    void suggestsTheNearestValue() {
        streams.add("job", "ocr", "host", "server1");
        use("sum(count_over_time({job=\"orc\"} |= \"ERROR\" [5m]))");

        hints.look();

        assertThat(said()).containsExactly("no stream has job=\"orc\": {job=\"orc\"}; did you mean \"ocr\"?");
    }

    @Test
    void suggestsTheNearestLabel() {
        streams.add("service_name", "ocr");
        use("sum(count_over_time({servicename=\"ocr\"}[5m]))");

        hints.look();

        assertThat(said())
                .containsExactly(
                        "no stream has a label \"servicename\": {servicename=\"ocr\"}; did you mean \"service_name\"?");
    }

    @Test
    void saysThatLabelsAreOnDifferentStreams() {
        streams.add("job", "ocr", "env", "test");
        streams.add("job", "web", "env", "production");
        use("sum(count_over_time({job=\"ocr\", env=\"production\"}[5m]))");

        hints.look();

        assertThat(said()).containsExactly("no stream matches: {job=\"ocr\", env=\"production\"}");
    }

    @Test
    void isAConcernOnlyAfterAWhile() {
        streams.add("job", "ocr");
        use("sum(count_over_time({job=\"orc\"}[5m]))");
        hints.look();
        pass(Duration.ofMinutes(14));
        List<Concern> tooEarly = hints.concerns();

        pass(Duration.ofMinutes(1));

        assertThat(tooEarly).isEmpty();
        assertThat(hints.concerns()).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("rule-never-matched");
            assertThat(concern.severity()).isEqualTo(Severity.NOTICE);
        });
    }

    @Test
    void aDataSourceWithoutStreamsIsNotWatched() {
        use("sum(count_over_time({job=\"ocr\"}[5m]))", "sum(count_over_time({job=\"web\"}[5m]))");
        hints.look();
        pass(Duration.ofMinutes(20));

        assertThat(hints.concerns()).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("datasource-empty");
            assertThat(concern.severity()).isEqualTo(Severity.UNWATCHED);
            assertThat(concern.subject()).isEqualTo("default");
        });
    }

    @Test
    void forgetsTheHintWhenTheFirstLineComes() {
        streams.add("job", "ocr");
        use("sum(count_over_time({job=\"web\"}[5m]))");
        hints.look();
        pass(Duration.ofMinutes(20));
        streams.add("job", "web");

        pass(Duration.ofMinutes(60));

        assertThat(said()).isEmpty();
        assertThat(hints.concerns()).isEmpty();
    }

    @Test
    void asksMoreAndMoreRarely() {
        streams.add("job", "ocr");
        use("sum(count_over_time({job=\"orc\"}[5m]))");

        hints.look();
        pass(Duration.ofHours(24));

        assertThat(streams.questions).hasSizeBetween(25, 35);
    }

    @Test
    void asksFewSelectorsAtOnce() {
        streams.add("job", "ocr");
        use(Stream.iterate(0, number -> number + 1)
                .limit(100)
                .map(number -> "sum(count_over_time({job=\"ocr\", n!=\"" + number + "\"}[5m]))")
                .toArray(String[]::new));

        hints.look();
        List<String> atFirst = List.copyOf(streams.questions);
        pass(Duration.ofMinutes(6));

        assertThat(atFirst).hasSize(20);
        assertThat(streams.questions).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void saysNothingWhileTheDataSourceDoesNotAnswer() {
        streams.isAway = true;
        use("sum(count_over_time({job=\"ocr\"}[5m]))", "sum(count_over_time({job=\"web\"}[5m]))");

        hints.look();
        pass(Duration.ofMinutes(30));

        assertThat(said()).isEmpty();
        assertThat(hints.concerns()).isEmpty();
        assertThat(streams.questions).hasSizeLessThan(32);
    }

    @Test
    void doesNotLookAtPromql() {
        use("up == 0");

        hints.look();

        assertThat(streams.questions).isEmpty();
    }

    /** A Loki with streams and one line in each. */
    private static final class Streams implements Querier, DataSources {

        private final List<Labels> all = new ArrayList<>();
        private final List<String> questions = new ArrayList<>();
        private boolean isAway;

        void add(String... labels) {
            all.add(Labels.of(labels));
        }

        private <T> Mono<QueryResult<T>> answer(T value) {
            return Mono.just(isAway ? FakeQuerier.failure(QueryFailure.UNREACHABLE) : FakeQuerier.success(value));
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            questions.add(query.expression());
            return answer(all.stream()
                    .filter(labels -> matches(query.expression(), labels))
                    .map(labels -> new LogLine(query.toInclusive(), labels, "line"))
                    .toList());
        }

        private static boolean matches(String selector, Labels labels) {
            try {
                return ((LogSelectorExpr) new LogqlParser().parse(selector))
                        .matchers().stream().allMatch(matcher -> matcher.matches(labels));
            } catch (LogqlSyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
            return answer(all.stream()
                    .flatMap(labels -> labels.asMap().keySet().stream())
                    .distinct()
                    .toList());
        }

        @Override
        public Mono<QueryResult<List<String>>> labelValues(String name, Instant from, Instant to) {
            return answer(all.stream()
                    .map(labels -> labels.get(name))
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .toList());
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<QueryResult<String>> check() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Querier> find(DataSourceName name) {
            return Optional.of(this);
        }

        @Override
        public Set<DataSourceName> names() {
            return Set.of(DataSourceName.DEFAULT);
        }
    }
}
