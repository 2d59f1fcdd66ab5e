package io.tocsin.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRegexTest {

    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "é",
            "𝄞",
            "[a-z]",
            "[^\\d\\pL]",
            "[[:alpha:]]",
            "\\pL",
            "\\Qa.b\\E",
            ".",
            "^",
            "$",
            "\\b",
            "x{3}",
            "y{2,5}",
            "z{4,}",
            "w{0}",
            "v{0,7}",
            "ab+?",
            "c*",
            "d??",
            "|",
            "()",
            "(?:)",
            "{",
            "{,2}",
            "\\{",
            "(?i)k",
            "\\x{10FFFF}");
    private static final List<String> OPENINGS = List.of("(", "(?:", "(?i:", "(?P<%s>", "(?s-m:");
    private static final List<String> REPETITIONS = List.of("", "*", "+?", "{2}", "{0,3}", "{3,}", "{1,4}?");

    @ParameterizedTest
    @ValueSource(strings = {"(?:(?:a{0,1000}){0,1000})", "(x{1000}){1000}", "((a{100}){100}){100}", "(a{1000}){2}"})
    void refusesRepetitionsThatMultiply(String expression) {
        assertThatThrownBy(() -> BoundedRegex.compile(expression))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("invalid repeat count");
    }

    @Test
    void saysWhatIsTooLargeAndWhatToDo() {
        assertThatThrownBy(() -> BoundedRegex.compile("x{1000}".repeat(11)))
                .hasMessage("error parsing regexp: expression too large: it needs 11003 instructions, the limit is"
                        + " 10000; use smaller repetition counts, or fewer groups: `" + "x{1000}".repeat(11) + "`");
        assertThatThrownBy(() -> BoundedRegex.compile("x".repeat(10_001)))
                .hasMessageContaining("expression too long: 10001 characters, the limit is 10000")
                .hasMessageContaining("`" + "x".repeat(80) + "…`");
    }

    @Test
    void refusesGroupsThatNestTooDeeplyForTheStack() throws InterruptedException {
        String deepest = "(?:".repeat(240) + "ab" + ")*".repeat(240);
        boolean[] isCompiled = {false};

        Thread small = new Thread(
                null,
                () -> isCompiled[0] =
                        BoundedRegex.compile(deepest).matcher("abab").matches(),
                "small-stack",
                512 * 1024);
        small.start();
        small.join();

        assertThat(isCompiled).containsExactly(true);
        assertThatThrownBy(() -> BoundedRegex.compile("(?:" + deepest + ")"))
                .hasMessageContaining("nests too deeply: more than 240 groups");
    }

    @Test
    void countsGroupsBecauseEachStepOfAMatchKeepsTheirBounds() {
        assertThatThrownBy(() -> BoundedRegex.compile("(a)(b)(c)(d)".repeat(100)))
                .hasMessageContaining("expression too large");
        assertThat(BoundedRegex.compile("(?:a)(?:b)(?:c)(?:d)".repeat(100))).isNotNull();
    }

    @Test
    void takesWhatPeopleWrite() {
        assertThat(BoundedRegex.instructionsOf("web-[0-9]+\\.example\\.(com|org)"))
                .isLessThan(60);
        assertThat(BoundedRegex.instructionsOf("host-name-01|".repeat(500))).isLessThan(8_000);
        assertThat(BoundedRegex.instructionsOf("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"))
                .isLessThan(90);
    }

    @Test
    void neverCountsLessThanTheCompilerMakes() {
        Random random = new Random(7);
        int valid = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            String expression = expression(random, 3);
            try {
                int actual = Pattern.compile(expression).programSize();
                valid++;
                assertThat(RegexSize.of(expression).instructions())
                        .as(expression)
                        .isGreaterThanOrEqualTo(actual);
            } catch (PatternSyntaxException e) {
                assertThat(RegexSize.of(expression)).as(expression).isNotNull();
            }
        }
        assertThat(valid).isGreaterThan(5_000);
    }

    private static String expression(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            if (depth > 0 && random.nextInt(3) == 0) {
                text.append(pick(OPENINGS, random).formatted("n" + random.nextInt(1_000_000)))
                        .append(expression(random, depth - 1))
                        .append(')')
                        .append(pick(REPETITIONS, random));
            } else {
                text.append(pick(PIECES, random));
            }
        }
        return text.toString();
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    void keepsWhatIsUsedAgain() {
        Pattern first = BoundedRegex.compile("kept-[0-9]+");

        for (int i = 0; i < 100; i++) {
            BoundedRegex.compile("other" + i + "x{900}");
            assertThat(BoundedRegex.compile("kept-[0-9]+")).isSameAs(first);
        }

        for (int i = 0; i < 120; i++) {
            BoundedRegex.compile("other" + i + "x{900}");
        }
        assertThat(BoundedRegex.compile("kept-[0-9]+")).isNotSameAs(first);
    }

    @Test
    void addsUpTheExpressionsOfOneList() {
        RegexBudget budget = new RegexBudget();
        budget.take("x{999}".repeat(7));
        budget.take("y{999}".repeat(7));

        assertThatThrownBy(() -> budget.take("z{999}".repeat(7)))
                .hasMessageContaining("those up to here need 20988 instructions together, the limit is 20000");
    }
}
