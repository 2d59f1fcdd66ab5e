package io.tocsin.logql.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.LogqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that Loki checks by languages of their own: regexes, patterns, paths. */
class StageArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a**; invalid nested repetition operator: `**`",
                "*a; missing argument to repetition operator: `*`",
                "[z-a]; invalid character class range: `z-a`",
                "a); unexpected ): `a)`",
                "(a; missing closing ): `(a`",
                "a{1001}; invalid repeat count: `{1001}`",
                "(?=a); invalid or unsupported Perl syntax: `(?=`",
                "(?<=a); invalid named capture: `(?<=a)`",
            })
    void refusesRegexesInGosWords(String regex, String problem) {
        assertThat(RegexArguments.problemOf(regex)).hasValue("error parsing regexp: " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+?",
                "(?i)a",
                "(?P<n>a)(?P<n>b)",
                "\\Q{2000}\\E",
                "[]a]{2}",
                "(a{500}){2}",
                "x{1000}",
                "\\pN",
                "(?<n>x)"
            })
    void takesWhatGoTakes(String regex) {
        assertThat(RegexArguments.problemOf(regex)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a; ok",
                "a.b[0][\"c d\"].e; ok",
                "[\"a\"]; ok",
                "a b; syntax error: unexpected FIELD",
                "a.; syntax error: unexpected $end, expecting FIELD",
                "a.[0]; syntax error: unexpected LSB, expecting FIELD",
                "a[0; syntax error: unexpected $end, expecting STRING or INDEX",
                "a[0.5]; syntax error: unexpected $end, expecting STRING or INDEX",
                "a[\"b\"; syntax error: unexpected $end, expecting RSB",
                "a-b; unexpected char -",
                "a 1x; non-integer value: x",
            })
    void checksJsonPaths(String path, String problem) {
        assertThat(ExtractionPathCheck.jsonProblemOf(path).orElse("ok")).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a_1; ok",
                "\"a b\"; ok",
                "a b; syntax error: unexpected KEY",
                "a.b; unexpected char .",
                "1a; syntax error: unexpected $end, expecting STRING or KEY",
            })
    void checksLogfmtKeys(String key, String problem) {
        assertThat(ExtractionPathCheck.logfmtProblemOf(key).orElse("ok")).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<a> <_>; ok; named captures are not allowed: found '<a>'",
                "<_> x; at least one capture is required; ok",
                "<a><b>; found consecutive capture '<a><b>': invalid expression;"
                        + " found consecutive capture '<a><b>': invalid expression",
                "<a> <a>; duplicate capture name (a): invalid expression; named captures are not allowed: found '<a>'",
                "<1a> x; at least one capture is required; ok",
            })
    void checksPatterns(String pattern, String asParser, String asFilter) {
        assertThat(PatternExpression.parserProblemOf(pattern).orElse("ok")).isEqualTo(asParser);
        assertThat(PatternExpression.lineFilterProblemOf(pattern).orElse("ok")).isEqualTo(asFilter);
    }

    @ParameterizedTest
    @CsvSource({
        "1 / 0, (0 / 0)", "7 % 0, (0 / 0)", "-7 % 3, -1", "2 ^ 3 ^ 2, 512", "1 ^ (0/0), 1", "(0/0) == (0/0), 0",
                "(0/0) != 1, 1",
        "2 > 1, 1", "2 > bool 3, 0", "10 - 2 * 3, 4", "(10 - 2) * 3, 24", "1 <= 1, 1", "2 < 1, 0", "1 >= 2, 0"
    })
    void foldsLiterals(String query, String result) {
        assertThat(new LogqlParser().parse(query)).hasToString(result);
    }
}
