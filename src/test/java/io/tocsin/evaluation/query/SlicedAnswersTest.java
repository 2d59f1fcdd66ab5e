package io.tocsin.evaluation.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.embedded.EmbeddedQuerier;
import io.tocsin.datasource.embedded.QueryThreads;
import io.tocsin.evaluation.TestRules;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random questions over random lines, some of them late: what the slices say is what the whole question says. */
class SlicedAnswersTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> JOBS = List.of("ocr", "web");
    private static final List<String> LINES = List.of(
            "level=ERROR ms=5 user=u1",
            "level=INFO ms=12.5 user=u2",
            "level=ERROR ms=-3 user=u1",
            "level= ms=7 user=u2",
            "plain ERROR",
            "");

    private static final int QUESTIONS = 6;

    private final SettableClock clock = new SettableClock(START);
    private final ArrivingLines lines = new ArrivingLines();
    private final Querier source = new EmbeddedQuerier(
            lines, clock, QueryThreads.ofCaller(), PATIENCE, new QueryMemory(1L << 30, Duration.ZERO));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long comparedSamples;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 60));
    }

    /** A random group: with its interval, and how long lines take that count as they should. */
    private record Timing(Duration interval, Duration range, Duration queryOffset) {

        static Timing of(Random random) {
            Duration interval = Duration.ofSeconds(1 + random.nextInt(20));
            Duration range = random.nextInt(3) == 0
                    ? Duration.ofMillis(interval.toMillis() * 2 + 1 + random.nextInt(30_000))
                    : interval.multipliedBy(3 + random.nextInt(9));
            return new Timing(interval, range, Duration.ofMillis(random.nextInt(15_000)));
        }

        /** So late that a slice that is read twice still has the line. */
        Duration latest() {
            return queryOffset.plus(interval);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void slicesSayWhatTheWholeQuestionSays(long seed) {
        Random random = new Random(seed);
        Timing timing = Timing.of(random);
        fill(random, timing, timing.latest());
        RuleGroup group = group(timing);
        List<Replica> replicas = new ArrayList<>(List.of(new Replica(), new Replica()));
        List<String> questions = questions(random, timing);

        Instant slot = group.slotAfter(START);
        for (int i = 0; i < 40; i++) {
            // Slots are missed, the group changes hands, and a replica starts anew.
            slot = slot.plus(timing.interval().multipliedBy(random.nextInt(12) == 0 ? 2 + random.nextInt(6) : 1));
            int replica = random.nextInt(5) == 0 ? 1 : 0;
            if (random.nextInt(25) == 0) {
                replicas.set(replica, new Replica());
            }
            clock.set(slot.plusMillis(random.nextInt(500)));
            lines.moveTo(clock.instant());
            for (String question : questions) {
                replicas.get(replica).compare(group, question, slot.minus(timing.queryOffset()));
            }
        }
    }

    /** Of lines that are later than that some may be missing, and none is counted twice. */
    @ParameterizedTest
    @MethodSource("seeds")
    void linesThatAreTooLateAreAtMostMissing(long seed) {
        Random random = new Random(seed);
        Timing timing = Timing.of(random);
        fill(random, timing, timing.latest().plus(timing.range()));
        RuleGroup group = group(timing);
        Querier sliced = new Replica().querier(group);
        String question = "sum(count_over_time({job=~\".+\"}[" + timing.range().toMillis() + "ms]))";

        Instant slot = group.slotAfter(START);
        double counted = 0;
        for (int i = 0; i < 40; i++) {
            slot = slot.plus(timing.interval());
            lines.moveTo(slot);
            Instant at = slot.minus(timing.queryOffset());
            double whole = ask(source, question, at).stream()
                    .mapToDouble(Sample::value)
                    .sum();
            double own = ask(sliced, question, at).stream()
                    .mapToDouble(Sample::value)
                    .sum();
            assertThat(own).isLessThanOrEqualTo(whole);
            counted += own;
        }
        assertThat(counted).isPositive();
    }

    /** A test of slices in which all is asked as it is written would be green for nothing. */
    @Test
    void mostAreAskedInSlices() {
        int seeds = 10;
        for (long seed = 0; seed < seeds; seed++) {
            slicesSayWhatTheWholeQuestionSays(seed);
        }

        double sliced = meters.get("tocsin.rule.windows.sliced").counter().count();
        assertThat(sliced).isGreaterThan(seeds * 40 * QUESTIONS / 3.0);
        assertThat(comparedSamples).isGreaterThan((long) sliced);
    }

    @Test
    void aLineIsReadTwiceInPlaceOfSixtyTimes() {
        Timing timing = new Timing(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(10));
        for (int second = 0; second < 3_600; second++) {
            lines.add(
                    Labels.of("job", "ocr", "host", "a"),
                    START.plusSeconds(second),
                    Duration.ofSeconds(1),
                    "x" + second);
        }
        RuleGroup group = group(timing);
        Replica replica = new Replica();
        Querier querier = replica.querier(group);
        String question = "sum by (host) (count_over_time({job=\"ocr\"}[10m]))";
        Instant first = group.slotAfter(START.plusSeconds(900));
        lines.moveTo(START.plusSeconds(3_700));
        ask(querier, question, first.minusSeconds(10));
        assertThat(lines.takeRead()).as("all slices of the window").isEqualTo(600);

        for (int slot = 1; slot <= 200; slot++) {
            Instant at = first.plusSeconds(10L * slot);
            List<Sample> samples = ask(querier, question, at.minusSeconds(10));
            assertThat(samples).containsExactly(new Sample(Labels.of("host", "a"), 600));
            assertThat(lines.takeRead()).as("the new slice, and the one before").isEqualTo(20);
        }

        ask(source, question, first.plusSeconds(1_000));
        assertThat(lines.takeRead()).as("what the whole question reads").isEqualTo(600);
    }

    /** One process with a memory of its own. */
    private final class Replica {

        private final IncrementalWindows windows =
                new IncrementalWindows(meters, clock, IncrementalWindows.MOST_SAMPLES);

        Querier querier(RuleGroup group) {
            return windows.around(group, source);
        }

        void compare(RuleGroup group, String question, Instant at) {
            QueryResult<List<Sample>> whole = answer(source, question, at);
            if (whole instanceof QueryResult.Failure) {
                assertThat(answer(querier(group), question, at))
                        .as("%s at %s", question, at)
                        .isEqualTo(whole);
                return;
            }
            List<Sample> expected = sorted(((QueryResult.Success<List<Sample>>) whole).value());
            List<Sample> actual = ask(querier(group), question, at);
            comparedSamples += actual.size();
            assertThat(actual.stream().map(Sample::labels))
                    .as("%s at %s", question, at)
                    .isEqualTo(expected.stream().map(Sample::labels).toList());
            for (int i = 0; i < actual.size(); i++) {
                double value = expected.get(i).value();
                double slack = Double.isFinite(value) ? Math.abs(value) * 1e-12 : 0;
                assertThat(actual.get(i).value()).as("%s at %s", question, at).isCloseTo(value, Offset.offset(slack));
            }
        }
    }

    private static RuleGroup group(Timing timing) {
        return TestRules.group("g")
                .interval(timing.interval())
                .queryOffset(timing.queryOffset())
                .incremental()
                .build();
    }

    private static QueryResult<List<Sample>> answer(Querier querier, String question, Instant at) {
        return Objects.requireNonNull(querier.query(question, at).block(PATIENCE));
    }

    private static List<Sample> ask(Querier querier, String question, Instant at) {
        QueryResult<List<Sample>> result = answer(querier, question, at);
        assertThat(result).as("%s at %s", question, at).isInstanceOf(QueryResult.Success.class);
        return sorted(((QueryResult.Success<List<Sample>>) result).value());
    }

    private static List<Sample> sorted(List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparing((Sample sample) -> sample.labels().toString()))
                .toList();
    }

    private void fill(Random random, Timing timing, Duration latest) {
        lines.clear();
        // Where a line has no host, what a parser reads of it is not clear, and the whole question is asked.
        List<String> hosts = random.nextInt(3) == 0 ? List.of("a", "b", "") : List.of("a", "b");
        long millis = timing.interval().toMillis() * 100;
        int count = 50 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            Instant time = START.minus(timing.range()).plusMillis(random.nextLong(millis));
            // On the very edge of slices, too.
            Instant rounded =
                    random.nextInt(3) == 0 ? group(timing).slotAtOrBefore(time).minus(timing.queryOffset()) : time;
            Duration late = switch (random.nextInt(4)) {
                case 0 -> latest;
                case 1 -> Duration.ofMillis(random.nextLong(latest.toMillis() + 1));
                default ->
                    Duration.ofMillis(random.nextLong(timing.queryOffset().toMillis() + 1));
            };
            lines.add(
                    Labels.of("job", one(random, JOBS), "host", one(random, hosts)),
                    rounded,
                    late,
                    one(random, LINES) + (random.nextBoolean() ? " n=" + i : ""));
        }
    }

    private static List<String> questions(Random random, Timing timing) {
        List<String> all = new ArrayList<>();
        while (all.size() < QUESTIONS) {
            all.add(question(random, timing));
        }
        return all;
    }

    private static String question(Random random, Timing timing) {
        String aggregated = aggregated(random, timing);
        return switch (random.nextInt(8)) {
            case 0 -> "(" + aggregated + ") > 0.0123457";
            case 1 -> "(" + aggregated + ") * 60 >= bool 7.0123457";
            case 2 -> "(" + aggregated + ") or vector(0)";
            case 3 ->
                "(" + aggregated + ") / on (host) group_left () sum by (host) (rate({job=~\".+\"}"
                        + range(random, timing) + "))";
            case 4 -> "label_replace(" + aggregated + ", \"where\", \"$1\", \"host\", \"(.+)\")";
            default -> aggregated;
        };
    }

    private static String aggregated(Random random, Timing timing) {
        String selector = "{job=" + one(random, List.of("\"ocr\"", "\"web\"", "~\".+\"")) + "}";
        String range = range(random, timing);
        String counted = one(random, List.of("count_over_time", "bytes_over_time", "rate", "bytes_rate")) + "("
                + selector
                + one(
                        random,
                        List.of("", " |= \"ERROR\"", " | drop job", " | keep host", " | line_format \"{{.host}}\""))
                + range + ")";
        String parsed = one(random, List.of("count_over_time", "rate")) + "(" + selector
                + one(random, List.of(" | logfmt", " | logfmt --keep-empty", " | label_format level=host"))
                + " | __error__=\"\"" + range + ")";
        String unwrapped = selector + " | logfmt | unwrap ms | __error__=\"\" " + range;
        String by = one(random, List.of("", " by (host)", " by (job, host)", " without (job)"));
        return switch (random.nextInt(12)) {
            case 0 -> counted;
            case 1, 2, 3 -> "sum" + by + " (" + counted + ")";
            case 4 -> one(random, List.of("max", "min", "count", "avg")) + by + " (" + counted + ")";
            case 5 -> "sum by (level) (" + parsed + ")";
            case 6 -> "sum by (job, host) (" + parsed + ")";
            case 7 -> "sum by (host) (" + one(random, List.of("sum_over_time", "rate")) + "(" + unwrapped + "))";
            case 8 -> one(random, List.of("max", "min")) + "_over_time(" + unwrapped + ") by (host)";
            case 9 -> "max by (job) (max_over_time(" + unwrapped + "))";
            case 10 -> "avg by (job) (sum by (job, host) (" + counted + "))";
            default ->
                one(
                        random,
                        List.of(
                                "topk(2, sum by (host) (" + counted + "))",
                                "avg_over_time(" + unwrapped + ") by (host)"));
        };
    }

    private static String range(Random random, Timing timing) {
        Duration range = random.nextInt(6) == 0 ? timing.interval() : timing.range();
        String offset = random.nextInt(6) == 0 ? " offset " + (1 + random.nextInt(20)) + "s" : "";
        return "[" + range.toMillis() + "ms]" + offset;
    }

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
