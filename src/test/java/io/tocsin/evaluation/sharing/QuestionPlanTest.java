package io.tocsin.evaluation.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionPlanTest {

    @Test
    void rulesOfTheSameShapeForSeveralJobsAreOneQuestion() {
        QuestionPlan plan = QuestionPlan.of(List.of(
                "(sum by (job, host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))) or vector(0)",
                "(sum by (job, host) (count_over_time({job=\"es.upload\"} |= \"ERROR\" [5m]))) or vector(0)"));

        assertThat(texts(plan))
                .containsExactly(
                        "sum by (job, host) (count_over_time({job=~\"ocr|es\\\\.upload\"} |= \"ERROR\" [5m]))");
    }

    @Test
    void aLabelThatIsAggregatedAwayIsAddedAndTakenOffAgain() {
        String ocr = "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m])) > 2";
        String web = "sum by (host) (count_over_time({job=\"web\"} |= \"ERROR\" [5m])) > 2";

        QuestionPlan plan = QuestionPlan.of(List.of(ocr, web));

        assertThat(texts(plan))
                .containsExactly("sum by (host, job) (count_over_time({job=~\"ocr|web\"} |= \"ERROR\" [5m])) > 2");
        assertThat(plan.questions().get(0).split(List.of(sample(3, "job", "web", "host", "a"))))
                .containsOnlyKeys(ocr, web)
                .containsEntry(ocr, List.of())
                .containsEntry(web, List.of(sample(3, "host", "a")));
    }

    @Test
    void comparisonsAreComputedFromOneAnswer() {
        String count = "sum by (host) (count_over_time({job=\"ocr\"}[5m]))";

        QuestionPlan plan = QuestionPlan.of(List.of(count + " > 5", count + " >= 1", "2 > " + count, count));

        assertThat(texts(plan)).containsExactly(count);
        assertThat(plan.questions().get(0).split(List.of(sample(5, "host", "a"), sample(1, "host", "b"))))
                .containsEntry(count + " > 5", List.of())
                .containsEntry(count + " >= 1", List.of(sample(5, "host", "a"), sample(1, "host", "b")))
                .containsEntry("2 > " + count, List.of(sample(1, "host", "b")));
    }

    @Test
    void aSampleWithoutLabelsIsLeftToTheDataSourceWhereItMayHaveEmptyOnes() {
        String grouped = "sum by (host) (count_over_time({job=\"ocr\"}[5m]))";
        String whole = "sum (count_over_time({job=\"ocr\"}[5m]))";
        PlannedQuestion some = QuestionPlan.of(List.of(grouped, grouped + " or vector(0)"))
                .questions()
                .get(0);
        PlannedQuestion none = QuestionPlan.of(List.of(whole, whole + " or vector(0)"))
                .questions()
                .get(0);

        assertThat(some.split(List.of(sample(5)))).containsOnlyKeys(grouped);
        assertThat(none.split(List.of(sample(5)))).hasSize(2);
    }

    @Test
    void aCoarserGroupingIsAddedUpFromAFinerOne() {
        String lines = "(count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))";
        String byHost = "sum by (host) " + lines + " > 2";
        String byBoth = "sum by (host, env) " + lines;
        String whole = "sum " + lines + " > 5 or vector(0)";
        QuestionPlan plan = QuestionPlan.of(List.of(byHost, byBoth, whole));

        assertThat(texts(plan)).containsExactly(byBoth);
        PlannedQuestion question = plan.questions().get(0);
        assertThat(question.split(List.of(
                        sample(2, "host", "a", "env", "x"),
                        sample(1, "host", "a", "env", "y"),
                        sample(2, "host", "b", "env", "x"))))
                .containsEntry(byHost, List.of(sample(3, "host", "a")))
                .containsEntry(whole, List.of(sample(0)))
                .hasSize(3);
        assertThat(question.split(List.of(sample(4, "host", "a"), sample(2, "env", "x"))))
                .as("which samples without a host are one group is known to the data source alone")
                .containsOnlyKeys(byBoth, whole)
                .containsEntry(whole, List.of(sample(6)));
        assertThat(question.split(List.of(sample(0.5, "host", "a", "env", "x"))))
                .containsOnlyKeys(byBoth);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avg%s (count_over_time({job=\"ocr\"}[5m]))",
                "sum%s (rate({job=\"ocr\"}[5m]))",
                "sum%s (count_over_time({job=\"ocr\"} | json [5m]))",
                "sum%s (sum_over_time({job=\"ocr\"} | unwrap ms [5m]))",
                "sum%s (sum by (host) (count_over_time({job=\"ocr\"}[5m])))"
            })
    void whatIsNoSumOfWholeNumbersIsNotAddedUp(String form) {
        String whole = form.formatted("");
        String byHost = form.formatted(" by (host)");

        assertThat(texts(QuestionPlan.of(List.of(whole, byHost)))).containsExactlyInAnyOrder(whole, byHost);
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotSplitAtAll() {
        PlannedQuestion question = QuestionPlan.of(List.of(
                        "sum by (job) (count_over_time({job=\"ocr\"}[5m]))",
                        "sum by (job) (count_over_time({job=\"web\"}[5m]))"))
                .questions()
                .get(0);

        assertThat(question.split(List.of(sample(1, "job", "ocr"), sample(1, "job", "db"))))
                .isEmpty();
        assertThat(question.split(List.of(sample(1, "job", "ocr"), sample(1)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "absent_over_time({job=\"%s\"}[5m])",
                "topk by (job) (2, count_over_time({job=\"%s\"}[5m]))",
                "sum by (job) (count_over_time({job=\"%s\", job!=\"x\"}[5m]))",
                "sum by (job) (count_over_time({job=\"%s\"} | label_format job=host [5m]))",
                "sum by (job) (count_over_time({job=\"%s\"} | drop job [5m]))",
                "sum by (job) (count_over_time({job=\"%s\"} | unpack [5m]))",
                "sum by (job) (count_over_time({job=\"%s\"} | json job=\"a\" [5m]))",
                "sum by (host) (count_over_time({job=\"%s\"} | json | level=\"x\" [5m]))",
                "label_replace(sum by (job) (rate({job=\"%s\"}[5m])), \"job\", \"x\", \"job\", \".*\")",
                "sum by (job) (rate({job=\"%s\"}[5m])) / sum (rate({job=\"%1$s\"}[5m]))",
                "sum by (job) (rate({job=\"%s\"}[5m])) / sum by (job) (rate({job=\"other\"}[5m]))",
                "(sum by (job) (rate({job=\"%s\"}[5m])) or vector(0)) * 2",
                "sum by (job) (rate({job=~\"%s\"}[5m]))",
                "not LogQL %s",
            })
    void whatIsNotProvedIsAskedAsItWasWritten(String shape) {
        List<String> expressions = Stream.of("ocr", "web").map(shape::formatted).toList();

        assertThat(texts(QuestionPlan.of(expressions))).containsExactlyElementsOf(expressions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count_over_time({job=\"%s\"}[5m]) * 2",
                "max by (host) (sum by (host, pod) (rate({job=\"%s\"}[5m])))",
                "sum without (job) (bytes_over_time({job=\"%s\"}[5m] offset 1m)) > 0",
                "sum by (job) (rate({job=\"%s\"} |= \"a\" [5m])) / sum by (job) (rate({job=\"%1$s\"}[5m])) > 0.1",
                "sum by (host) (rate({job=\"%s\"} |= \"a\" [5m])) / on (host) sum by (host) (rate({job=\"%1$s\"}[5m]))",
                "sum by (host, job) (count_over_time({job=\"%s\"} | json | level=\"x\" [5m]))",
                "quantile_over_time(0.9, {job=\"%s\"} | logfmt | unwrap ms [5m]) by (job)",
                "label_replace(sum by (job, host) (rate({job=\"%s\"}[5m])), \"a\", \"$1\", \"host\", \"(.*)\")",
            })
    void whatKeepsTheLabelIsOneQuestion(String shape) {
        List<String> expressions =
                Stream.of("ocr", "web", "db").map(shape::formatted).toList();

        assertThat(texts(QuestionPlan.of(expressions)))
                .singleElement()
                .asString()
                .contains("job=~\"ocr|web|db\"");
    }

    @Test
    void aQuestionHasAtMostFiftyValues() {
        List<String> expressions = IntStream.range(0, 120)
                .mapToObj(i -> "sum (count_over_time({job=\"j" + i + "\"}[5m]))")
                .toList();

        assertThat(QuestionPlan.of(expressions).questions())
                .extracting(question -> question.expressions().size())
                .containsExactly(50, 50, 20);
    }

    @Test
    void rulesThatLookForSeveralTextsAreOneQuestion() {
        String first = "sum by (host) (count_over_time({job=\"x\"} |= \"ERROR-1\" [5m])) > 2";
        String second = "sum by (host) (count_over_time({job=\"x\"} |= \"a.b\" [5m])) or vector(0)";
        QuestionPlan plan = QuestionPlan.of(List.of(first, second));

        assertThat(texts(plan))
                .containsExactly("sum by (host, tocsin_texts) (count_over_time({job=\"x\"} |~ \"ERROR-1|a\\\\.b\""
                        + " | label_format tocsin_texts=\"{{if contains \\\"ERROR-1\\\" __line__}}1{{else}}0{{end}}"
                        + "{{if contains \\\"a.b\\\" __line__}}1{{else}}0{{end}}\" [5m]))");
        PlannedQuestion question = plan.questions().get(0);
        assertThat(question.split(List.of(
                        sample(2, "host", "a", "tocsin_texts", "10"),
                        sample(1, "host", "a", "tocsin_texts", "11"),
                        sample(4, "host", "b", "tocsin_texts", "01"))))
                .as("a line with both texts belongs to both rules")
                .containsEntry(first, List.of(sample(3, "host", "a")))
                .containsEntry(second, List.of(sample(1, "host", "a"), sample(4, "host", "b"), sample(0)));
        assertThat(question.split(List.of(sample(2, "tocsin_texts", "10"), sample(1, "tocsin_texts", "11"))))
                .as("which samples without a host are one group is known to the data source alone")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "1", "111", "1x", ""})
    void aValueThatIsNoAnswerIsNotCounted(String contained) {
        PlannedQuestion question = QuestionPlan.of(Stream.of("A", "B")
                        .map("sum (count_over_time({job=\"x\"} |= \"%s\" [5m]))"::formatted)
                        .toList())
                .questions()
                .get(0);

        assertThat(question.split(List.of(sample(1, "tocsin_texts", "10"), sample(1, "tocsin_texts", contained))))
                .isEmpty();
    }

    @Test
    void ratesAreTakenAsTheyAreAndNotAddedUp() {
        List<String> rates = Stream.of("A", "B")
                .map("sum (rate({job=\"x\"} |= \"%s\" [5m]))"::formatted)
                .toList();
        PlannedQuestion question = QuestionPlan.of(rates).questions().get(0);

        assertThat(question.split(List.of(sample(0.1, "tocsin_texts", "10"), sample(0.2, "tocsin_texts", "01"))))
                .containsEntry(rates.get(0), List.of(sample(0.1)))
                .containsEntry(rates.get(1), List.of(sample(0.2)));
        assertThat(question.split(List.of(sample(0.1, "tocsin_texts", "10"), sample(0.2, "tocsin_texts", "11"))))
                .containsOnlyKeys(rates.get(1));
    }

    @Test
    void aTextThatIsPartOfAnotherLetsItsLinesThroughToo() {
        List<String> expressions = Stream.of("ERROR", "ERR", "ERROR-1")
                .map("sum (count_over_time({job=\"x\"} |= \"%s\" [5m]))"::formatted)
                .toList();

        assertThat(texts(QuestionPlan.of(expressions)))
                .singleElement()
                .asString()
                .contains("{job=\"x\"} |= \"ERR\" | label_format");
        assertThat(texts(QuestionPlan.withoutTexts(expressions))).containsExactlyElementsOf(expressions);
    }

    @Test
    void aQuestionHasAtMostEightTexts() {
        List<String> expressions = IntStream.range(0, 19)
                .mapToObj(i -> "sum (count_over_time({job=\"x\"} |= \"E" + i + "\" [5m]))")
                .toList();

        assertThat(QuestionPlan.of(expressions).questions())
                .extracting(question -> question.expressions().size())
                .containsExactly(8, 8, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum (count_over_time({job=\"x\"} |~ \"%s\" [5m]))",
                "sum (count_over_time({job=\"x\"} |~ \"(?i)%s\" [5m]))",
                "sum (count_over_time({job=\"x\"} != \"%s\" [5m]))",
                "sum (count_over_time({job=\"x\"} |> \"<_>%s<_>\" [5m]))",
                "sum (count_over_time({job=\"x\"} |= \"%s\" or \"x\" [5m]))",
                "sum (count_over_time({job=\"x\"} |= \"%s\" | json [5m]))",
                "sum (count_over_time({job=\"x\"} | line_format \"y\" |= \"%s\" [5m]))",
                "sum (count_over_time({job=\"x\"} | decolorize |= \"%s\" [5m]))",
                "sum (count_over_time({job=\"x\"} |= \"%s\" | drop tocsin_texts [5m]))",
                "sum by (tocsin_texts) (count_over_time({job=\"x\"} |= \"%s\" [5m]))",
                "sum by (__error__) (count_over_time({job=\"x\"} |= \"%s\" [5m]))",
                "sum without (host) (count_over_time({job=\"x\"} |= \"%s\" [5m]))",
                "count (count_over_time({job=\"x\"} |= \"%s\" [5m]))",
                "max (count_over_time({job=\"x\"} |= \"%s\" [5m]))",
                "count_over_time({job=\"x\"} |= \"%s\" [5m])",
                "sum (sum_over_time({job=\"x\"} |= \"%s\" | unwrap ms [5m]))",
                "sum (count_over_time({job=\"x\"} |= \"%s\" [5m])) * 2",
                "sum (count_over_time({job=\"x\"} |= \"%s\\n\" [5m]))",
                "sum (count_over_time({job=\"x\"} |= \"%s\\xff\" [5m]))",
                "absent_over_time({job=\"x\"} |= \"%s\" [5m])",
            })
    void aTextThatCannotBeALabelForSureIsAskedAsItWasWritten(String shape) {
        List<String> expressions = Stream.of("A", "B").map(shape::formatted).toList();

        assertThat(texts(QuestionPlan.of(expressions))).containsExactlyElementsOf(expressions);
    }

    private static List<String> texts(QuestionPlan plan) {
        return plan.questions().stream().map(PlannedQuestion::text).toList();
    }

    private static Sample sample(double value, String... labels) {
        return new Sample(Labels.of(labels), value);
    }
}
