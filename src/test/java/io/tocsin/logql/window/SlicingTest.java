package io.tocsin.logql.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.MetricExpr;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                    count_over_time({a="b"}[1h])                                  ! count_over_time({a="b"}[1m])
                    sum by (h) (count_over_time({a="b"} |= "x" [1h])) > 3         ! sum by (h) (count_over_time({a="b"} |= "x" [1m]))
                    sum(rate({a="b"}[1h])) * 60 > 3                               ! sum(count_over_time({a="b"}[1m]))
                    sum by (h) (bytes_rate({a="b"}[1h] offset 1d))                ! sum by (h) (bytes_over_time({a="b"}[1m] offset 24h0m0s))
                    sum(rate({a="b"} | logfmt | unwrap ms [1h]))                  ! sum(sum_over_time({a="b"} | logfmt | unwrap ms [1m]))
                    sum by (h) (sum_over_time({a="b"} | json | unwrap ms [1h]))   ! sum by (h) (sum_over_time({a="b"} | json | unwrap ms [1m]))
                    max_over_time({a="b"} | json | unwrap ms [1h]) by (h)         ! max_over_time({a="b"} | json | unwrap ms [1m]) by (h)
                    min by (h) (min_over_time({a="b"} | json | unwrap ms [1h]))   ! min by (h) (min_over_time({a="b"} | json | unwrap ms [1m]))
                    max by (h) (count_over_time({a="b"}[1h]))                     ! count_over_time({a="b"}[1m])
                    count(sum by (h) (count_over_time({a="b"}[1h])) > 3)          ! sum by (h) (count_over_time({a="b"}[1m]))
                    sum without (h) (count_over_time({a="b"}[1h])) or vector(0)   ! sum without (h) (count_over_time({a="b"}[1m]))
                    """)
    void asksForTheLargestPartThatCanBeJoined(String expression, String slice) {
        Slicing slicing = Slicing.of(expression, MINUTE);

        assertThat(slicing).isInstanceOf(Slicing.SlicedWindows.class);
        assertThat(((Slicing.SlicedWindows) slicing).parts())
                .singleElement()
                .satisfies(part -> assertThat(part.slice(MINUTE)).isEqualTo(slice));
    }

    @Test
    void asksForEachWindowOfAnExpression() {
        MetricExpr ratio = (MetricExpr) new LogqlParser()
                .parse("sum by (h) (rate({a=\"b\"} |= \"ERROR\" [5m])) / sum by (h) (rate({a=\"b\"}[1h])) > 0.5");

        assertThat(Slicing.of(ratio, MINUTE)).isInstanceOfSatisfying(Slicing.SlicedWindows.class, sliced -> {
            assertThat(sliced.expression()).isSameAs(ratio);
            assertThat(sliced.parts().stream().map(part -> part.slice(Duration.ofMillis(1_500))))
                    .containsExactly(
                            "sum by (h) (count_over_time({a=\"b\"} |= \"ERROR\" [1s500ms]))",
                            "sum by (h) (count_over_time({a=\"b\"}[1s500ms]))");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                    SHORT_RANGE   ! sum(count_over_time({a="b"}[2m]))
                    SHORT_RANGE   ! vector(1)
                    LONG_RANGE    ! sum(count_over_time({a="b"}[4d]))
                    FUNCTION      ! avg_over_time({a="b"} | json | unwrap ms [1h]) by (h)
                    FUNCTION      ! quantile_over_time(0.9, {a="b"} | json | unwrap ms [1h]) by (h)
                    FUNCTION      ! sum(rate_counter({a="b"} | json | unwrap ms [1h]))
                    FUNCTION      ! absent_over_time({a="b"}[1h])
                    FUNCTION      ! sum(count_over_time({a="b"}[1h])) / sum(last_over_time({a="b"} | json | unwrap ms [1h]))
                    AGGREGATION   ! topk(3, sum by (h) (count_over_time({a="b"}[1h])))
                    AGGREGATION   ! stddev(sum by (h) (count_over_time({a="b"}[1h])))
                    AGGREGATION   ! sort(sum by (h) (count_over_time({a="b"}[1h])))
                    PARSED_LABELS ! count_over_time({a="b"} | json [1h])
                    PARSED_LABELS ! sum without (h) (count_over_time({a="b"} | json [1h]))
                    PARSED_LABELS ! max by (h) (count_over_time({a="b"} | logfmt [1h]))
                    PARSED_LABELS ! max_over_time({a="b"} | label_format x=h | unwrap ms [1h])
                    FUTURE        ! sum(count_over_time({a="b"}[1h] offset -1m))
                    NO_LOGQL      ! {a="b"} |= "x"
                    NO_LOGQL      ! sum(increase(requests_total[1h]))
                    """)
    void saysWhyItIsAskedAsItIsWritten(UnslicedReason reason, String expression) {
        assertThat(Slicing.of(expression, MINUTE)).isEqualTo(new Slicing.WholeWindows(reason));
    }

    @Test
    void addsUpWhatIsCountedAndDividesARateByItsOwnRange() {
        Sample a = new Sample(Labels.of("h", "a"), 30);
        Sample b = new Sample(Labels.of("h", "b"), 60);

        assertThat(part("sum by (h) (rate({a=\"b\"}[5m]))").joined(List.of(List.of(a), List.of(a, b))))
                .containsExactly(new Sample(a.labels(), 0.2), new Sample(b.labels(), 0.2));
        assertThat(part("max_over_time({a=\"b\"} | json | unwrap ms [5m]) by (h)")
                        .joined(List.of(List.of(a), List.of(new Sample(a.labels(), Double.NaN)), List.of(b))))
                .containsExactly(a, b);
        assertThat(part("min_over_time({a=\"b\"} | json | unwrap ms [5m]) by (h)")
                        .joined(List.of(
                                List.of(new Sample(a.labels(), Double.NaN)),
                                List.of(a),
                                List.of(new Sample(a.labels(), -1)))))
                .containsExactly(new Sample(a.labels(), -1));
    }

    @Test
    void aSampleWithoutALabelOfLinesMayBeAnotherOneThanItSeems() {
        WindowPart parsed = part("sum by (h) (count_over_time({a=\"b\"} | json [5m]))");
        WindowPart plain = part("sum by (h) (count_over_time({a=\"b\"}[5m]))");
        List<Sample> unlabelled = List.of(new Sample(Labels.empty(), 1));
        List<Sample> twice = List.of(new Sample(Labels.of("h", "a"), 1), new Sample(Labels.of("h", "a"), 2));

        assertThat(parsed.isClear(unlabelled)).isFalse();
        assertThat(plain.isClear(unlabelled)).isTrue();
        assertThat(plain.isClear(twice)).isFalse();
    }

    private static WindowPart part(String expression) {
        return ((Slicing.SlicedWindows) Slicing.of(expression, MINUTE)).parts().get(0);
    }
}
