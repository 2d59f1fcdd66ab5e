package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.logql.ast.LogqlExpr;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text, however large or odd, costs more than a clear error. */
class LogqlLimitsTest {

    private static final int LONGEST = 131_071;

    private final LogqlParser parser = new LogqlParser();

    @Test
    void refusesLongQueriesAsLokiDoes() {
        assertThatThrownBy(() -> parser.parse("x".repeat(LONGEST + 1)))
                .hasMessage("parse error : input size too long (131072 > 131072)");
        assertThatThrownBy(() -> parser.parse("한".repeat(50_000)))
                .hasMessage("parse error : input size too long (150000 > 131072)");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> parser.parse("(".repeat(1000) + "vector(1)" + ")".repeat(1000)))
                .hasMessage("parse error at line 1, col 101: parentheses nest deeper than 100");
        assertThat(parser.parse("(".repeat(99) + "vector(1)" + ")".repeat(99))).hasToString("vector(1)");
    }

    @Test
    void boundsTheDepthThatOperatorsMake() {
        String chain = "vector(1)" + "+vector(1)".repeat(250);

        LogqlExpr deepest = parser.parse(chain);

        assertThat(parser.parse(deepest.toString())).isEqualTo(deepest);
        assertThatThrownBy(() -> parser.parse(chain + "+vector(1)"))
                .hasMessageContaining("query nests too deeply: more than 250 levels of operators");
    }

    @Test
    void takesLongListsOfLabelFilters() {
        LogqlExpr expr = parser.parse("{a=\"b\"} | a=1" + " or a=2 and b=3".repeat(2000) + ", c=4 d=5".repeat(2000));

        assertThat(parser.parse(expr.toString())).isEqualTo(expr);
        assertThatThrownBy(() -> parser.parse("{a=\"b\"} | a=1" + " or a=2, b=3".repeat(2000)))
                .hasMessageContaining("query nests too deeply");
    }

    @Test
    void takesAnyNumberOfStagesAndLiterals() {
        assertThat(parser.parse("{a=\"b\"}" + " != \"x\"".repeat(10_000))).isNotNull();
        assertThat(parser.parse("1" + "+1".repeat(50_000))).hasToString("50001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "{",
                "{a=\"b\"}",
                "[",
                "[5m]",
                "sum(",
                "sum by ",
                "sum without (",
                "a",
                "a ",
                "a=",
                "|",
                "| json ",
                "-",
                "--",
                "1 ",
                "1m",
                "\"",
                "`",
                "\\",
                "/*",
                "#",
                "or ",
                "{a=~\"((((\"",
                "{a=\"b\"} | (a=1 or ",
                "^-1",
                "ip(",
                "by",
                "topk(1,",
                "{a=\"b\"} | json a=\"",
                "_",
                "한",
                "0x",
                "1e",
                "rate ",
                "1.",
                "1.m",
                "0B ",
                "(0B "
            })
    void answersRepetitionsOfAnythingInTime(String piece) {
        String query = piece.repeat(LONGEST / piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);

        Assertions.assertThatNoException()
                .isThrownBy(() -> org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
                    try {
                        parser.parse(query);
                    } catch (LogqlSyntaxException e) {
                        assertThat(e.getMessage()).startsWith("parse error");
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a{1000}){2}", "((a{100}){100}){100}", "a{1001}"})
    void refusesRegexesThatMultiply(String regex) {
        assertThatThrownBy(() -> parser.parse("{a=~\"" + regex + "\"}")).hasMessageContaining("invalid repeat count");
    }

    @Test
    void refusesRegexesThatAreTooLarge() {
        assertThatThrownBy(() -> parser.parse("{a=~\"" + "x{1000}".repeat(11) + "\"}"))
                .hasMessageContaining("expression too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a=\"b\"} |~ \"R\" !~ \"R\" |~ \"R\"",
                "{a=\"b\"} |~ \"R\" or \"R\" or \"R\"",
                "{a=~\"R\", b!~\"R\", c=~\"R\"}",
                "{a=\"b\"} | regexp \"(?P<n>R)\" | regexp \"(?P<n>R)\" | c!~\"R\"",
                "label_replace({a=~\"R\"} |~ \"R\", \"x\", \"y\", \"z\", \"R\")",
            })
    void refusesRegexesThatTakeTooMuchTogether(String query) {
        assertThatThrownBy(() -> parser.parse(query.replace("R", "x{1000}".repeat(8))))
                .hasMessage("parse error : the regular expressions of the query need more than 20000 instructions"
                        + " together; use fewer of them, or smaller repetition counts");
        assertThatThrownBy(() -> parser.parse(query.replace("R", "(?:(?:a{0,1000}){0,1000})")))
                .isInstanceOf(LogqlSyntaxException.class);
    }

    @Test
    void countsNoTextsThatAreNoRegexes() {
        assertThat(parser.parse("{a=\"b\"}" + (" |= \"" + "x{1000}".repeat(9) + "\"").repeat(5)))
                .isNotNull();
    }
}
