package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.TextPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every text: nothing is thrown, and each place is a place in the file. */
class RuleFileParserPropertyTest {

    private static final List<String> SEEDS = Stream.of("good", "bad", "lint")
            .flatMap(folder -> RuleGoldenFiles.in(folder).stream())
            .map(RuleGoldenFiles::read)
            .toList();
    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "'",
            "\"",
            "\n",
            "  ",
            "- ",
            ": ",
            "|",
            ">",
            "&a ",
            "*a",
            "[",
            "]",
            "{",
            "}",
            "#",
            "\\",
            "\t",
            "0",
            "한",
            "\uD83D\uDE00",
            "!!int ",
            "<<: ",
            "\u0000",
            "---\n",
            "%",
            "\r\n",
            "groups:",
            "?",
            "| ",
            ">-2\n");

    private final RuleFileParser parser = new RuleFileParser();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void neverThrowsAndPointsIntoTheFile(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 250; i++) {
            String text = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);

            RuleFileResult result = parser.parse(text, "f.yaml");

            List<RuleProblem> all = new ArrayList<>(result.problems());
            all.addAll(result.warnings());
            long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
            assertThat(all).as("seed %d, run %d:\n%s", seed, i, text).allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(1, (int) lines + 1);
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank();
            });
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(20)));
                default -> mutated.insert(at, text, 0, random.nextInt(Math.min(200, text.length())));
            }
        }
        return mutated.toString();
    }

    @Test
    void boundsWhatAnchorsCanMultiply() {
        StringBuilder text = new StringBuilder("x: &r {alert: A, expr: vector(1)}\ngroups:\n");
        for (int group = 0; group < 40; group++) {
            text.append("  - name: g").append(group).append("\n    rules: ");
            text.append(group == 0 ? "&rules [" + "*r,".repeat(400) + "]\n" : "*rules\n");
        }

        RuleFileResult result = parser.parse(text.toString(), "bomb.yaml");

        assertThat(result.problems()).isNotEmpty();
    }

    @Test
    void refusesLongAndDeepFiles() {
        assertThat(parser.parse("#".repeat(1024 * 1024 + 1), "long.yaml").problems())
                .extracting(RuleProblem::toString)
                .containsExactly("long.yaml:1:1: the file has 1048577 bytes; the most is 1048576");
        assertThat(parser.parse("[".repeat(10_000), "deep.yaml").problems()).hasSize(1);
    }

    /** Each character of a text value that was not escaped stands where its place says. */
    @Test
    void knowsThePlaceOfEachCharacter() {
        int checked = 0;
        for (String text : SEEDS) {
            List<String> lines = text.replace("\uFEFF", "").lines().toList();
            for (RuleSource source :
                    parser
                            .parse(text, "f.yaml")
                            .ruleFile()
                            .map(file -> file.sources().values())
                            .stream()
                            .flatMap(java.util.Collection::stream)
                            .toList()) {
                for (ScalarText scalar : source.fields().values()) {
                    checked += checkPlaces(scalar, lines);
                }
            }
        }
        assertThat(checked).isGreaterThan(1_000);
    }

    private static int checkPlaces(ScalarText scalar, List<String> lines) {
        String[] valueLines = scalar.value().split("\n", -1);
        int checked = 0;
        for (int line = 1; line <= valueLines.length; line++) {
            int[] points = valueLines[line - 1].codePoints().toArray();
            for (int column = 1; column <= points.length; column++) {
                TextPosition place = scalar.at(line, column);
                int[] source = lines.get(place.line() - 1).codePoints().toArray();
                int found = place.column() <= source.length ? source[place.column() - 1] : -1;
                if (!Character.isWhitespace(points[column - 1]) && found != '\\' && found != '\'') {
                    assertThat(found)
                            .as("%s at %s in %s", place, column, scalar)
                            .isEqualTo(points[column - 1]);
                    checked++;
                }
            }
        }
        return checked;
    }
}
