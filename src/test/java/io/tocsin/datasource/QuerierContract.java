package io.tocsin.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.evaluation.window.WindowSlices;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.window.Slicing;
import io.tocsin.logql.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What every data source of log lines does alike. */
public abstract class QuerierContract {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Labels SERVER_1 = Labels.of("job", "contract", "host", "server1");
    private static final Labels SERVER_2 = Labels.of("job", "contract", "host", "server2");

    /** A time that is a multiple of no round number of seconds; recent, so that a real Loki takes the lines. */
    protected abstract Instant base();

    /** The data source, holding exactly these entries besides those of earlier calls. */
    protected abstract Querier holding(List<Entry> entries);

    /** One line to be stored. */
    public record Entry(Labels labels, Instant at, String line) {}

    @Test
    void countsByLabel() {
        Querier querier = holding(
                List.of(line(SERVER_1, 10, "ERROR a"), line(SERVER_1, 20, "ERROR b"), line(SERVER_2, 30, "ERROR c")));

        List<Sample> samples = value(querier.query(
                "sum by (host) (count_over_time({job=\"contract\"} |= \"ERROR\" [1m]))", base().plusSeconds(60)));

        assertThat(samples)
                .containsExactlyInAnyOrder(
                        new Sample(Labels.of("host", "server1"), 2), new Sample(Labels.of("host", "server2"), 1));
    }

    @Test
    void leavesTheStartOfTheWindowOutAndTakesItsEndIn() {
        Querier querier = holding(List.of(
                line(SERVER_1, 0, "at the start"), line(SERVER_1, 30, "within"), line(SERVER_1, 60, "at the end")));
        Instant end = base().plusSeconds(60);

        assertThat(value(querier.query("sum(count_over_time({job=\"contract\"}[1m]))", end)))
                .containsExactly(new Sample(Labels.empty(), 2));
        assertThat(value(querier.query("sum(count_over_time({job=\"contract\"}[1m]))", end.minusNanos(1))))
                .containsExactly(new Sample(Labels.empty(), 2));
        assertThat(value(querier.logs(new LogLinesQuery("{job=\"contract\"}", base(), end, 10))))
                .extracting(LogLine::line)
                .containsExactly("at the end", "within");
    }

    @Test
    void answersNothingWhereThereIsNothing() {
        Querier querier = holding(List.of());

        assertThat(value(querier.query("sum(count_over_time({job=\"nowhere\"}[1m]))", base())))
                .isEmpty();
        assertThat(value(querier.queryRange(
                        "sum(count_over_time({job=\"nowhere\"}[1m]))",
                        base(),
                        base().plusSeconds(60),
                        Duration.ofSeconds(7))))
                .isEmpty();
        assertThat(value(querier.logs(new LogLinesQuery("{job=\"nowhere\"}", base(), base().plusSeconds(60), 10))))
                .isEmpty();
    }

    @Test
    void givesAScalarAsASampleWithoutLabels() {
        assertThat(value(holding(List.of()).query("1 + 1.5", base()))).containsExactly(new Sample(Labels.empty(), 2.5));
        assertThat(value(holding(List.of()).query("vector(0)", base()))).containsExactly(new Sample(Labels.empty(), 0));
    }

    @Test
    void givesTheNewestLinesFirstAndNoMoreThanAsked() {
        Querier querier = holding(List.of(
                line(SERVER_1, 10, "a"), line(SERVER_2, 20, "b"), line(SERVER_1, 30, "c"), line(SERVER_2, 40, "d")));

        List<LogLine> lines =
                value(querier.logs(new LogLinesQuery("{job=\"contract\"}", base(), base().plusSeconds(60), 3)));

        assertThat(lines).extracting(LogLine::line).containsExactly("d", "c", "b");
        assertThat(lines.get(0).labels().get("host")).isEqualTo("server2");
        assertThat(lines.get(0).timestamp()).isEqualTo(base().plusSeconds(40));
    }

    @Test
    void keepsNanosecondsAndEveryCharacter() {
        String text = "한글 \"quoted\" \\ \t 😀 <!channel> &amp;";
        Instant at = base().plusNanos(123_456_789);
        Querier querier = holding(List.of(new Entry(SERVER_1, at, text)));

        List<LogLine> lines =
                value(querier.logs(new LogLinesQuery("{job=\"contract\"}", base(), base().plusSeconds(60), 5)));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).timestamp()).isEqualTo(at);
        assertThat(lines.get(0).line()).isEqualTo(text);
    }

    @Test
    void addsParsedLabelsToLines() {
        Querier querier = holding(List.of(line(SERVER_1, 10, "level=error msg=\"no disk\"")));

        List<LogLine> lines = value(
                querier.logs(new LogLinesQuery("{job=\"contract\"} | logfmt", base(), base().plusSeconds(60), 5)));

        assertThat(lines.get(0).labels().get("msg")).isEqualTo("no disk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum(count_over_time({job=\"x\"}[5m])", "{job=\"x\"}", "sum(rate({}[5m]))", ""})
    void refusesABadQueryWithAReason(String expression) {
        QueryResult<List<Sample>> result =
                holding(List.of()).query(expression, base()).block(PATIENCE);

        assertThat(result).isInstanceOf(Failure.class);
        Failure<List<Sample>> failure = (Failure<List<Sample>>) result;
        assertThat(failure.reason()).isEqualTo(QueryFailure.BAD_QUERY);
        assertThat(failure.message()).isNotBlank();
    }

    @Test
    void refusesNumbersWhereLinesAreAsked() {
        assertThat(holding(List.of())
                        .logs(new LogLinesQuery("sum(rate({job=\"x\"}[5m]))", base(), base().plusSeconds(60), 5))
                        .block(PATIENCE))
                .isInstanceOf(Failure.class)
                .extracting(result -> ((Failure<?>) result).reason())
                .isEqualTo(QueryFailure.BAD_QUERY);
    }

    @Test
    void refusesMoreSeriesThanTheLimit() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            entries.add(new Entry(SERVER_1, base().plusMillis(i), "req=" + i));
        }

        QueryResult<List<Sample>> result = holding(entries)
                .query("sum by (req) (count_over_time({job=\"contract\"} | logfmt [1m]))", base().plusSeconds(30))
                .block(PATIENCE);

        assertThat(result).isInstanceOf(Failure.class);
        assertThat(((Failure<?>) result).reason()).isEqualTo(QueryFailure.SERIES_LIMIT);
    }

    static List<String> rangeExpressions() {
        return List.of(
                "sum by (host) (count_over_time({job=\"contract\"} |= \"ERROR\" [50s]))",
                "(sum by (job, host) (count_over_time({job=\"contract\"} |= \"ERROR\" [1m]))) or vector(0)",
                "sum(rate({job=\"contract\"} |= \"ERROR\" [40s] offset 13s)) / sum(rate({job=\"contract\"}[40s]))",
                "absent_over_time({job=\"contract\", host=\"server2\"}[30s])",
                "topk(1, sum by (host) (bytes_over_time({job=\"contract\"}[1m]))) > 20",
                "max by (host) (max_over_time({job=\"contract\"} | logfmt | unwrap ms [45s]))",
                "3");
    }

    @ParameterizedTest
    @MethodSource("rangeExpressions")
    void answersARangeAsItWouldAnswerEachInstant(String expression) {
        assertRangeEqualsInstants(expression, base().plusMillis(77_123));
    }

    @ParameterizedTest
    @MethodSource("rangeExpressions")
    void answersARangeAsItWouldAnswerEachInstantBetweenMilliseconds(String expression) {
        assertRangeEqualsInstants(expression, base().plusNanos(77_123_456_789L));
    }

    private void assertRangeEqualsInstants(String expression, Instant start) {
        Querier querier = holding(randomEntries());
        Duration step = Duration.ofSeconds(37);
        Instant end = start.plus(step.multipliedBy(12)).plusSeconds(5);

        Map<String, Map<Instant, Double>> range = new TreeMap<>();
        for (Series series : value(querier.queryRange(expression, start, end, step))) {
            Map<Instant, Double> points = new TreeMap<>();
            series.points().forEach(point -> points.put(point.at(), point.value()));
            range.put(series.labels().toString(), points);
        }

        Map<String, Map<Instant, Double>> instants = new TreeMap<>();
        for (Instant at = start; !at.isAfter(end); at = at.plus(step)) {
            for (Sample sample : value(querier.query(expression, at))) {
                instants.computeIfAbsent(sample.labels().toString(), labels -> new TreeMap<>())
                        .put(at, sample.value());
            }
        }
        assertThat(range).isEqualTo(instants).isNotEmpty();
    }

    /** What a group with {@code incremental: true} relies on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (host) (count_over_time({job=\"contract\"} |= \"ERROR\" [147s]))",
                "count_over_time({job=\"contract\"} |= \"ERROR\" [111s])",
                "sum by (host) (bytes_rate({job=\"contract\"}[111500ms] offset 13s))",
                "sum(rate({job=\"contract\"} | logfmt | unwrap ms [147s]))",
                "max_over_time({job=\"contract\"} | logfmt | unwrap ms [147s]) by (host)"
            })
    void theSlicesOfAWindowSayWhatItSays(String expression) {
        Querier querier = holding(randomEntries());
        Duration interval = Duration.ofSeconds(37);
        WindowPart part = ((Slicing.SlicedWindows) Slicing.of(expression, interval))
                .parts()
                .get(0);
        WindowSlices slices = new WindowSlices(part, interval);

        for (int slot = 0; slot < 8; slot++) {
            Instant at = base().plusMillis(250_123).plus(interval.multipliedBy(slot));
            for (WindowSlices.SliceQuestion question : slices.missing(at)) {
                Map<Long, List<Sample>> answer = new TreeMap<>();
                for (Series series : slices(querier, question)) {
                    series.points()
                            .forEach(
                                    point -> answer.computeIfAbsent(point.at().toEpochMilli(), key -> new ArrayList<>())
                                            .add(new Sample(series.labels(), point.value())));
                }
                assertThat(slices.add(question, answer, at)).isTrue();
            }

            Map<String, Double> whole = byLabels(value(querier.query(expression, at)));
            Map<String, Double> joined = byLabels(slices.value(at).orElseThrow());
            assertThat(joined.keySet()).isEqualTo(whole.keySet()).isNotEmpty();
            joined.forEach((labels, value) ->
                    assertThat(value).as(labels).isCloseTo(whole.get(labels), Percentage.withPercentage(1e-10)));
        }
    }

    private static List<Series> slices(Querier querier, WindowSlices.SliceQuestion question) {
        return value(
                question.isSingle()
                        ? querier.query(question.text(), question.first())
                                .map(answer -> SeriesAssembly.asSeries(answer, question.first()))
                        : querier.queryRange(question.text(), question.first(), question.last(), question.step()));
    }

    private static Map<String, Double> byLabels(List<Sample> samples) {
        Map<String, Double> values = new TreeMap<>();
        samples.forEach(sample -> values.put(sample.labels().toString(), sample.value()));
        return values;
    }

    @Test
    void hasARangeOfOnePointWhenItStartsWhereItEnds() {
        Querier querier = holding(List.of(line(SERVER_1, 10, "ERROR")));
        Instant at = base().plusSeconds(33);

        assertThat(value(querier.queryRange(
                        "sum(count_over_time({job=\"contract\"}[1m]))", at, at, Duration.ofMinutes(1))))
                .containsExactly(new Series(Labels.empty(), List.of(new Series.Point(at, 1))));
    }

    @Test
    void isReady() {
        assertThat(value(holding(List.of()).check())).isNotBlank();
    }

    private List<Entry> randomEntries() {
        Random random = new Random(20261118);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant at = base().plusNanos((long) (random.nextDouble() * TimeUnit.SECONDS.toNanos(600)));
            String level = random.nextInt(3) == 0 ? "ERROR" : "INFO";
            entries.add(
                    new Entry(random.nextInt(3) == 0 ? SERVER_2 : SERVER_1, at, level + " ms=" + random.nextInt(1000)));
        }
        return entries;
    }

    private Entry line(Labels labels, long second, String text) {
        return new Entry(labels, base().plusSeconds(second), text);
    }

    protected static <T> T value(Mono<QueryResult<T>> mono) {
        QueryResult<T> result = mono.block(PATIENCE);
        assertThat(result).isInstanceOf(Success.class);
        return ((Success<T>) result).value();
    }
}
