package io.tocsin.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherParserTest {

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("", List.of()),
                arguments("{}", List.of()),
                arguments("team=data", List.of("team=\"data\"")),
                arguments("team = \"data\"", List.of("team=\"data\"")),
                arguments("{team=\"data\",}", List.of("team=\"data\"")),
                arguments(
                        "{ a=b , c!=d, e=~f.*, g!~\"h|i\" }",
                        List.of("a=\"b\"", "c!=\"d\"", "e=~\"f.*\"", "g!~\"h|i\"")),
                arguments("\"팀 이름\"=\"데이터\"", List.of("팀 이름=\"데이터\"")),
                arguments("팀=데이터🙂", List.of("팀=\"데이터🙂\"")),
                arguments("a=\"x,y}z\"", List.of("a=\"x,y}z\"")),
                arguments("a=\"\\\"q\\\"\\n\\u00e9\"", List.of("a=\"\\\"q\\\"\\né\"")),
                arguments("a=\"\"", List.of("a=\"\"")),
                // Only the classic syntax knows these.
                arguments("host=~\"web\\d+\"", List.of("host=~\"web\\\\d+\"")),
                arguments("msg=out of memory", List.of("msg=\"out of memory\"")),
                arguments("{a=b", List.of("a=\"b\"")),
                arguments("a=", List.of("a=\"\"")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void readsWhatAlertmanagerReads(String text, List<String> expected) {
        assertThat(MatcherParser.parseAll(text)).map(LabelMatcher::toString).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "=x", "a=~\"(\"", "a=\"b", "\"\"=x", "{a=\"b\" c=\"d\"}"})
    void refusesWhatIsNoMatcher(String text) {
        assertThatThrownBy(() -> MatcherParser.parseAll(text)).isInstanceOf(MatcherSyntaxException.class);
    }

    @Test
    void printsWhatItReadsBack() {
        LabelMatcher matcher = new LabelMatcher("job", MatchType.NOT_EQUAL, "a\"b\\c\n한글");

        assertThat(MatcherParser.parseAll(matcher.toString())).containsExactly(matcher);
    }

    @Test
    void saysWhatWasExpectedAndWhere() {
        assertThatThrownBy(() -> MatcherParser.parseAll("{a=\"b\" c=\"d\"}"))
                .isInstanceOfSatisfying(
                        MatcherSyntaxException.class,
                        e -> assertThat(e.offset()).isEqualTo(7))
                .hasMessage("expected \",\" or \"}\" at \"c=\"d\"}\"");
    }

    @Test
    void refusesExpressionsThatTakeTooMuchTogether() {
        String large = "host=~\"" + "x{1000}".repeat(8) + "\"";

        assertThat(MatcherParser.parseAll(large + "," + large)).hasSize(2);
        assertThatThrownBy(() -> MatcherParser.parseAll(large + "," + large + "," + large))
                .isInstanceOf(MatcherSyntaxException.class)
                .hasMessageContaining("use fewer of them, or smaller repetition counts");
        assertThatThrownBy(() -> MatcherParser.parseAll("host=~\"(?:(?:a{0,1000}){0,1000})\""))
                .isInstanceOf(MatcherSyntaxException.class)
                .hasMessageContaining("invalid repeat count: `{0,1000}`");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\\,", "=,", "a= ", "\"", "a=b "})
    void answersRepetitionsOfAnythingInTime(String piece) {
        assertTimeout(Duration.ofSeconds(10), () -> {
            try {
                MatcherParser.parseAll("a=" + piece.repeat(200_000) + "x");
            } catch (MatcherSyntaxException e) {
                assertThat(e).hasMessageContaining("");
            }
        });
    }
}
