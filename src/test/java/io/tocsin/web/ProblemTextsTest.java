package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTextsTest {

    private final ProblemTexts texts = new ProblemTexts();

    /** The expected problems of all broken rule files, which name each problem that the reader of rules knows. */
    @Test
    void everyProblemOfTheBrokenRuleFilesIsSaidInKorean() throws IOException {
        Pattern hangul = Pattern.compile("[가-힣]");
        List<String> problems;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/rules/bad"))) {
            problems = files.filter(file -> file.toString().endsWith(".txt"))
                    .flatMap(ProblemTextsTest::lines)
                    .filter(line -> line.matches("\\S+:\\d+:\\d+: .*"))
                    .toList();
        }

        assertThat(problems).hasSizeGreaterThan(70);
        assertThat(problems.stream()
                        .map(problem -> texts.of(problem, Locale.KOREAN))
                        .filter(text -> !hangul.matcher(text).find()))
                .isEmpty();
        assertThat(problems.stream().map(problem -> texts.of(problem, Locale.KOREAN)))
                .noneMatch(
                        text -> text.contains("did you mean") || text.contains("must be") || text.contains("needs a"));
    }

    @Test
    void keepsThePlaceAndWhatIsQuoted() {
        assertThat(texts.of(
                        "a.yml:3:5: group \"g\", rule \"r\": unknown field \"exprs\" in a rule; did you mean \"expr\"?",
                        Locale.KOREAN))
                .isEqualTo("a.yml:3:5: group \"g\", rule \"r\": 규칙에 없는 필드 \"exprs\". \"expr\"(을)를 쓰려던 것인가요?");
        assertThat(texts.of("for: \"5\" has no unit; did you mean \"5s\" or \"5m\"?", Locale.KOREAN))
                .isEqualTo("for: \"5\"에 단위가 없습니다. \"5s\" 또는 \"5m\"(을)를 쓰려던 것인가요?");
    }

    @Test
    void leavesEnglishAndWhatItDoesNotKnow() {
        assertThat(texts.of("unknown operator %", Locale.ENGLISH)).isEqualTo("unknown operator %");
        assertThat(texts.of("something else", Locale.KOREAN)).isEqualTo("something else");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
