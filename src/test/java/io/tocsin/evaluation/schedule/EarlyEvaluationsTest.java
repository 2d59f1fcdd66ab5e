package io.tocsin.evaluation.schedule;

import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.QueriedOnly;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.label.Sample;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Who listens to what; that a look fires, and only once, is shown over each database elsewhere. */
class EarlyEvaluationsTest {

    private static final RuleGroup PUSHED =
            group("pushed").onPush().rules(rule("ocr").condition(above(0))).build();
    private static final RuleGroup TAILED =
            group("tailed").tail().rules(rule("ocr").condition(above(0))).build();

    private final AtomicBoolean isListener = new AtomicBoolean(true);
    private final AtomicReference<Watchable> source = new AtomicReference<>(new Watchable(false));
    private List<RuleGroup> groups = List.of(TAILED, PUSHED);
    private final EarlyEvaluations evaluations = evaluations();

    @Test
    void aLokiIsListenedToForATailAndThePushesOfTheEmbeddedStoreForOnPush() {
        evaluations.run();
        Watchable loki = source.get();
        source.set(new Watchable(true));
        evaluations.run();

        assertThat(loki.opened).singleElement().asString().contains("{");
        assertThat(loki.closed).hasSize(1);
        assertThat(source.get().opened).hasSize(1);
        assertThat(source.get().closed).isEmpty();
    }

    @Test
    void onlyOneReplicaListensAndAnotherGoesOnWhenItCannot() {
        isListener.set(false);
        Duration pause = evaluations.run();
        assertThat(source.get().opened).isEmpty();

        isListener.set(true);
        evaluations.run();
        evaluations.run();
        assertThat(source.get().opened).hasSize(1);
        assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(5));

        isListener.set(false);
        evaluations.run();
        assertThat(source.get().closed).hasSize(1);
    }

    @Test
    void aDataSourceThatIsReplacedIsListenedToInItsNewForm() {
        evaluations.run();
        Watchable before = source.get();
        source.set(new Watchable(false));

        evaluations.run();

        assertThat(before.closed).hasSize(1);
        assertThat(source.get().opened).hasSize(1);
    }

    @Test
    void aGroupThatIsGoneIsListenedToNoMore() {
        evaluations.run();

        groups = List.of(PUSHED);
        evaluations.groupsChanged();

        assertThat(source.get().closed).hasSize(1);
    }

    @SuppressWarnings("NullAway") // Nothing arrives here, so that no group is run.
    private EarlyEvaluations evaluations() {
        DataSources sources = new DataSources() {

            @Override
            public Optional<Querier> find(DataSourceName name) {
                return Optional.of(source.get());
            }

            @Override
            public Set<DataSourceName> names() {
                return Set.of();
            }
        };
        SlotStep step = new SlotStep(
                RuleQueries.ofPast(sources, EvaluationHarness.PROPERTIES),
                new ExpressionReader(),
                new TextRenderer(""),
                EvaluationHarness.PROPERTIES);
        return new EarlyEvaluations(
                null, step, new GroupsOfATest(() -> groups), sources, () -> true, isListener::get, System::nanoTime);
    }

    /** Says what is watched for. */
    private record Watchable(boolean isEmbedded, List<List<String>> opened, List<List<String>> closed)
            implements QueriedOnly {

        Watchable(boolean isEmbedded) {
            this(isEmbedded, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LineWatch> watch(List<String> queries, Runnable arrived) {
            opened.add(queries);
            return Optional.of(() -> closed.add(queries));
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
