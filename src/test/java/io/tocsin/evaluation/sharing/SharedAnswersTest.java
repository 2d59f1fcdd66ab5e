package io.tocsin.evaluation.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.query.IncrementalWindows;
import io.tocsin.evaluation.query.QuestionSharing;
import io.tocsin.evaluation.query.RangeAnswer;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.engine.EngineCorpus;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.MemoryLogSource;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.text.go.Quoting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rules over random streams: what a shared question says of each rule is what the rule's own question says. */
class SharedAnswersTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long CORPUS_END = 1_795_003_200 * SECOND;
    private static final List<String> JOBS = List.of("ocr", "es.upload", "수집", "a|b", "x(1)");
    private static final List<String> HOSTS = List.of("a", "b", "");
    private static final List<String> LINES = List.of(
            "level=ERROR ms=5 job=inner host=inner",
            "level=INFO ms=12.5 user=u1",
            "{\"level\":\"ERROR\",\"ms\":7,\"job\":\"inner\"}",
            "{\"level\":\"WARN\",\"ms\":\"x\"",
            "plain ERROR of job=a",
            "");
    /** Some hold others, some are patterns, templates or quotes for whoever reads them wrongly. */
    private static final List<String> TEXTS = List.of(
            "ERROR",
            "ERR",
            "ERROR-1",
            "ERROR-12",
            "a.c",
            "abc",
            "[x]|(y)",
            "x|y",
            "\\d+",
            "$1",
            "^",
            "\"quoted\"",
            "'",
            "`tick`",
            "{{.job}}",
            "}}",
            "{{",
            "1",
            "0",
            "오류",
            "류",
            "문서 접수",
            "\u00a0",
            "\uD83D\uDD25",
            "(?i)",
            "%s");
    /** What stands between texts: bytes that are no characters, and such as would become some. */
    private static final List<byte[]> BETWEEN = List.of(
            new byte[] {' '},
            new byte[] {},
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xec, (byte) 0x98},
            new byte[] {(byte) 0xf0, (byte) 0x9f},
            new byte[] {(byte) 0xa4},
            new byte[] {'\n'},
            new byte[] {0});

    private final LogqlEngine engine = new LogqlEngine();
    private final LogqlParser parser = new LogqlParser();
    private final QueryContext context = QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 150));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sharedAnswersEqualSingleOnes(long seed) {
        Random random = new Random(seed);
        MemoryLogSource source = source(random);
        List<String> expressions = expressions(random);

        for (PlannedQuestion question : QuestionPlan.of(expressions).questions()) {
            ask(source, question.text()).ifPresent(answer -> compare(source, question, answer));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void textsOfTheSameLinesAreEachCounted(long seed) {
        Random random = new Random(seed);
        MemoryLogSource source = sourceOfTexts(random);

        for (PlannedQuestion question : QuestionPlan.of(texts(random)).questions()) {
            ask(source, question.text()).ifPresent(answer -> compare(source, question, answer));
        }
    }

    /** The past of a group that was caught up: what a shared range says at each slot is what the rule's own range says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sharedRangesEqualSingleOnes(long seed) {
        Random random = new Random(seed);
        MemoryLogSource source = source(random);
        RuleGroup group = group(expressions(random));
        Instant first = Instant.ofEpochSecond(60);
        Instant last = first.plus(group.interval().multipliedBy(4));

        Map<RuleKey, RangeAnswer> shared = queries(querier(source, true)).askRange(group, first, last);
        Map<RuleKey, RangeAnswer> single = queries(querier(source, false)).askRange(group, first, last);

        for (AlertRule rule : group.rules()) {
            RangeAnswer ours = Objects.requireNonNull(shared.get(rule.key()));
            RangeAnswer own = Objects.requireNonNull(single.get(rule.key()));
            assertThat(ours.failure()).as(rule.expression()).isEqualTo(own.failure());
            for (Instant at = first; !at.isAfter(last); at = at.plus(group.interval())) {
                compare(
                        rule.expression() + " at " + at,
                        ours.at(at, false).answer(),
                        own.at(at, false).answer());
            }
        }
    }

    private static void compare(String what, Answer actual, Answer expected) {
        if (!(actual instanceof Answer.Samples ours) || !(expected instanceof Answer.Samples own)) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        assertThat(labels(sorted(ours.series()))).as(what).isEqualTo(labels(sorted(own.series())));
        for (int i = 0; i < own.series().size(); i++) {
            assertThat(sorted(ours.series()).get(i).value())
                    .as(what)
                    .isCloseTo(sorted(own.series()).get(i).value(), Percentage.withPercentage(1e-10));
        }
    }

    /** As {@link #manyOfThemAreShared}. */
    @Test
    void manyRangesAreShared() {
        int shared = 0;
        int single = 0;
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            MemoryLogSource source = source(random);
            RuleGroup group = group(expressions(random));
            FakeQuerier together = querier(source, true);
            queries(together).askRange(group, Instant.ofEpochSecond(300), Instant.ofEpochSecond(300));
            shared += together.questions.size();
            single += group.rules().size();
        }

        assertThat(shared).isLessThan(single * 9 / 10);
    }

    private static RuleGroup group(List<String> expressions) {
        TestRules.Rule[] rules = IntStream.range(0, expressions.size())
                .mapToObj(i -> TestRules.rule("r" + i).expression(expressions.get(i)))
                .toArray(TestRules.Rule[]::new);
        return TestRules.group("g").rules(rules).build();
    }

    private FakeQuerier querier(LogSource source, boolean speaksLogql) {
        FakeQuerier querier = new FakeQuerier();
        querier.speaksLogql = speaksLogql;
        querier.answer((expression, at) -> ask(source, expression, at.getEpochSecond() * SECOND)
                .map(FakeQuerier::success)
                .orElseGet(() -> FakeQuerier.failure(QueryFailure.BAD_QUERY)));
        return querier;
    }

    private static RuleQueries queries(FakeQuerier querier) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new RuleQueries(
                querier,
                EvaluationHarness.PROPERTIES,
                new QuestionSharing(EvaluationHarness.PROPERTIES, new GroupsOfATest(List::of), meters),
                new IncrementalWindows(meters, new SettableClock(Instant.EPOCH), IncrementalWindows.MOST_SAMPLES),
                () -> Instant.MIN);
    }

    /** Real lines of many services, asked for words of theirs. */
    @Test
    void textsOfTheLinesOfTheCorpusAreEachCounted() {
        LogSource source = EngineCorpus.entries();
        List<String> words =
                List.of("ERROR", "WARN", "INFO", "Exception", "error", "2026", "실패", "처리", "at ", "order", "=", "[");
        int shared = 0;
        int several = 0;
        for (String job : List.of("ocr", "spring", "payments", "collector", "hadoop_upload")) {
            List<String> expressions = words.stream()
                    .flatMap(word -> Stream.of(
                            "sum by (host) (count_over_time({job=\"" + job + "\"} |= \"" + word + "\" [2h]))",
                            "sum (bytes_over_time({job=\"" + job + "\"} |= \"" + word + "\" != \"DEBUG\" [2h])) > 9"))
                    .toList();
            for (PlannedQuestion question : QuestionPlan.of(expressions).questions()) {
                List<Sample> answer = ask(source, question.text(), CORPUS_END).orElseThrow();
                several += (int) answer.stream()
                        .filter(SharedAnswersTest::hasSeveralTexts)
                        .count();
                Map<String, List<Sample>> parts = question.split(answer);
                assertThat(parts).containsOnlyKeys(question.expressions());
                parts.forEach((expression, samples) -> {
                    List<Sample> single = ask(source, expression, CORPUS_END).orElseThrow();
                    assertThat(sorted(samples)).as(expression).isEqualTo(sorted(single));
                });
                shared += question.isShared() ? parts.size() : 0;
            }
        }

        assertThat(shared).isEqualTo(5 * words.size() * 2);
        assertThat(several).isGreaterThan(40);
    }

    static boolean hasSeveralTexts(Sample sample) {
        return sample.labels()
                        .get(OpenLiteral.LABEL)
                        .chars()
                        .filter(digit -> digit == '1')
                        .count()
                > 1;
    }

    /** As {@link #manyOfThemAreShared}: lines of several texts must be among those that are counted. */
    @Test
    void manyTextsMeetInOneLine() {
        int shared = 0;
        int several = 0;
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            MemoryLogSource source = sourceOfTexts(random);
            for (PlannedQuestion question : QuestionPlan.of(texts(random)).questions()) {
                List<Sample> answer = ask(source, question.text()).orElse(List.of());
                shared += question.isShared() ? question.split(answer).size() : 0;
                several += (int) answer.stream()
                        .filter(SharedAnswersTest::hasSeveralTexts)
                        .count();
            }
        }

        assertThat(shared).isGreaterThan(50 * 5);
        assertThat(several).isGreaterThan(75);
    }

    private void compare(LogSource source, PlannedQuestion question, List<Sample> answer) {
        question.split(answer).forEach((expression, samples) -> {
            Optional<List<Sample>> single = ask(source, expression);
            assertThat(single)
                    .as("%s is answered, as is %s", expression, question.text())
                    .isPresent();
            List<Sample> expected = sorted(single.orElseThrow());
            List<Sample> actual = sorted(samples);
            assertThat(labels(actual))
                    .as("%s by %s", expression, question.text())
                    .isEqualTo(labels(expected));
            for (int i = 0; i < actual.size(); i++) {
                assertThat(actual.get(i).value())
                        .as("%s by %s", expression, question.text())
                        .isCloseTo(expected.get(i).value(), Percentage.withPercentage(1e-10));
            }
        });
    }

    /** A test that never shares, or never splits more than nothing, would be green for nothing. */
    @Test
    void manyOfThemAreShared() {
        int expressions = 0;
        int shared = 0;
        int samples = 0;
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            MemoryLogSource source = source(random);
            List<String> all = expressions(random);
            expressions += all.size();
            for (PlannedQuestion question : QuestionPlan.of(all).questions()) {
                Map<String, List<Sample>> parts = question.isShared()
                        ? ask(source, question.text()).map(question::split).orElse(Map.of())
                        : Map.of();
                shared += parts.size();
                samples += parts.values().stream().mapToInt(List::size).sum();
            }
        }

        assertThat(shared).isGreaterThan(expressions / 5);
        assertThat(samples).isGreaterThan(shared / 3);
    }

    private Optional<List<Sample>> ask(LogSource source, String expression) {
        return ask(source, expression, 300 * SECOND);
    }

    private Optional<List<Sample>> ask(LogSource source, String expression, long nanos) {
        try {
            EngineResult result = engine.instant(parser.parse(expression), source, nanos, context);
            return Optional.of(
                    result instanceof EngineResult.Vector vector
                            ? vector.samples().stream()
                                    .map(sample -> new Sample(sample.labels().toLabels(), sample.value()))
                                    .toList()
                            : List.of());
        } catch (QueryException e) {
            return Optional.empty();
        }
    }

    private static List<Labels> labels(List<Sample> samples) {
        return samples.stream().map(Sample::labels).toList();
    }

    static List<Sample> sorted(List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparing((Sample sample) -> sample.labels().toString())
                        .thenComparing(Sample::value))
                .toList();
    }

    private static MemoryLogSource source(Random random) {
        MemoryLogSource source = new MemoryLogSource();
        for (String job : JOBS) {
            for (String host : HOSTS) {
                if (random.nextInt(4) > 0) {
                    Labels labels = Labels.of("job", job, "host", host, "env", random.nextBoolean() ? "prod" : "");
                    int lines = random.nextInt(6);
                    IntStream.range(0, lines)
                            .forEach(i -> source.add(
                                    labels,
                                    random.nextInt(320) * SECOND,
                                    one(random, LINES),
                                    random.nextInt(5) > 0 ? Labels.empty() : Labels.of("job", "meta", "pod", "p1")));
                }
            }
        }
        return source;
    }

    private static MemoryLogSource sourceOfTexts(Random random) {
        MemoryLogSource source = new MemoryLogSource();
        for (String host : HOSTS) {
            for (String job : List.of("ocr", "수집")) {
                Labels labels = Labels.of("job", job, "host", host, "env", random.nextBoolean() ? "prod" : "");
                for (int i = random.nextInt(12); i > 0; i--) {
                    source.add(
                            labels,
                            random.nextInt(320) * SECOND,
                            lineOfTexts(random),
                            random.nextInt(3) > 0
                                    ? Labels.empty()
                                    : Labels.of("level", one(random, List.of("e", "w"))));
                }
            }
        }
        return source;
    }

    static byte[] lineOfTexts(Random random) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = random.nextInt(5); i > 0; i--) {
            line.writeBytes(one(random, TEXTS).getBytes(StandardCharsets.UTF_8));
            line.writeBytes(BETWEEN.get(random.nextInt(BETWEEN.size())));
        }
        return line.toByteArray();
    }

    /** Rules that differ in the text of one filter, and in what follows. */
    static List<String> texts(Random random) {
        String matchers = "{" + one(random, List.of("job=\"ocr\"", "job=~\".+\"", "job=\"수집\", host!=\"b\"")) + "}";
        String before = one(random, List.of("", "", " != \"%s\"", " |= \"1\"", " |~ \"E|오\"", " | level=\"e\""));
        String after =
                one(random, List.of("", "", " !~ \"abc$\"", " | host=\"a\"", " | env!=\"\" |= \"R\"", " | level > 1"));
        List<String> groupings = List.of("", " by (host)", " by (host, env)", " by (level)", " by (job, host)");
        String grouping = one(random, groupings);
        String other = one(random, groupings);
        String function =
                one(random, List.of("count_over_time", "count_over_time", "bytes_over_time", "rate", "bytes_rate"));
        return random.ints(11, 0, TEXTS.size())
                .mapToObj(i -> "sum" + (random.nextInt(4) == 0 ? other : grouping) + " (" + function + "(" + matchers
                        + before + " |= "
                        + Quoting.quote(TEXTS.get(i)) + after + " [5m]))"
                        + one(random, List.of("", " > 1", " >= 2", " or vector(0)", " < 3 or vector(7)")))
                .distinct()
                .toList();
    }

    /** Few shapes, so that rules meet; each with a value, a condition and an end of its own. */
    private static List<String> expressions(Random random) {
        long[] shapes = random.longs(3).toArray();
        List<String> all = new ArrayList<>(random.ints(14, 0, shapes.length)
                .mapToObj(i -> expression(random, new Random(shapes[i])))
                .toList());
        String counted = one(random, List.of("count", "bytes")) + "_over_time({env=~\".*\", job=\"" + one(random, JOBS)
                + "\"}"
                + one(random, List.of("", " |= \"ERROR\"", " | label_format env=host", " | json", " | drop env"))
                + " [5m])";
        for (int i = 0; i < 5; i++) {
            all.add(one(random, List.of("sum", "sum", "count", "min", "max"))
                    + one(
                            random,
                            List.of(
                                    "",
                                    " by (host)",
                                    " by (job)",
                                    " by (host, job)",
                                    " by (job, host)",
                                    " by (env, host)"))
                    + " (" + counted + ")" + one(random, List.of("", " > 1", " or vector(0)", " > 1 or vector(3)")));
        }
        return all.stream().distinct().toList();
    }

    private static String expression(Random random, Random shape) {
        String host = one(shape, List.of("", "", "", ", host=\"a\"", ", env=\"prod\""));
        String job = random.nextInt(8) == 0 ? "job=~\".+\"" : "job=\"" + one(random, JOBS) + "\"";
        String aggregated = aggregated(shape, "{" + job + host + "}");
        String end = one(
                random,
                List.of("", "", " > 1", " >= 1", " < 2", " == 1", " != 1", " > bool 1", " * 2 > 1", " or vector(0)"));
        String last = one(random, List.of("", "", " or vector(0)", " or vector(7)", " > 0"));
        return "(" + aggregated + end + ")" + last;
    }

    private static String aggregated(Random random, String selector) {
        String stages = one(
                random,
                List.of(
                        "",
                        " |= \"ERROR\"",
                        " |= \"ERROR\"",
                        " | logfmt | level=\"ERROR\"",
                        " | json | __error__=\"\"",
                        " | label_format env=host",
                        " | keep job",
                        " | drop env"));
        String lines = "count_over_time(" + selector + stages + " [5m])";
        String all = "rate(" + selector + "[5m])";
        return switch (random.nextInt(10)) {
            case 0 -> lines;
            case 1 -> "sum (" + lines + ")";
            case 2, 3 -> "sum by (job, host) (" + lines + ")";
            case 4 -> "sum by (host) (" + lines + ")";
            case 5 -> "max by (env) (sum by (env, host) (" + lines + "))";
            case 6 -> "avg without (job) (" + lines + ")";
            case 7 -> "sum by (job) (" + lines + ") / sum by (job) (" + all + ")";
            case 8 -> "sum by (host) (" + lines + ") / on (host) sum by (host) (" + all + ")";
            default -> "sum by (job) (sum_over_time(" + selector + " | logfmt | unwrap ms | __error__=\"\" [5m]))";
        };
    }

    private static String one(Random random, List<String> choices) {
        List<String> all = new ArrayList<>(choices);
        return all.get(random.nextInt(all.size()));
    }
}
