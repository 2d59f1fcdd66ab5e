package io.tocsin.logql.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFiltersTest {

    private static boolean accepts(LineFilter filter, String text) {
        byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        return filter.accepts(bytes, 2, bytes.length - 4);
    }

    @Test
    void findsExactlyWhatStringContainsFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = random(random, 20);
            String needle = random(random, 4);

            assertThat(accepts(TextFilters.contains(needle), text))
                    .as("%s in %s", needle, text)
                    .isEqualTo(text.contains(needle));
        }
    }

    private static String random(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append("ab#한".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR|WARN, a WARN b, true",
        "(?i)error, an ErRoR, true",
        "(?i)error, an erro, false",
        "a.*b, xaxxbx, true",
        ".*abc.*, xabcx, true",
        "^abc, xabc, false",
        "a\\.b, axb, false",
        "a\\.b, a.b, true",
        ".+, '', false",
        "x|, y, false"
    })
    void matchesRegexesAnywhereInALine(String regex, String line, boolean expected) {
        assertThat(accepts(TextFilters.lineRegex(regex), line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "warn|error, error, true",
        "warn|error, errors, false",
        "err, error, false",
        "u.4, u14, true",
        "u.4, u145, false",
        "7000[0-9], 70005, true",
        ".*declined, card declined, true",
        "(warn|error), error, true",
        "err.*, stderr, true",
        "warn|warning, warned, true",
        "warn|error, warned, false",
        "u1|u2, u12, false",
        "u1|u2, u2, true"
    })
    void matchesRegexesAgainstAWholeLabel(String regex, String value, boolean expected) {
        assertThat(accepts(TextFilters.labelRegex(regex), value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 'from 1.2.3.4 ', true",
        "1.2.3.4, 'embedded:1.2.3.4:80', false",
        "1.2.3.4, x1.2.3.4, true",
        "10.0.0.0/8, a 10.200.3.4 b, true",
        "10.0.0.0/8, a 11.0.0.1 b, false",
        "192.168.0.1-192.168.0.9, 192.168.0.5, true",
        "192.168.0.1-192.168.0.9, 192.168.0.10, false",
        "::1, lo ::1, true",
        "2001:db8::/32, x 2001:db8:1::5 y, true",
        "2001:db8::/32, x 2001:db9::5 y, false"
    })
    void findsAddresses(String pattern, String line, boolean expected) {
        IpMatcher matcher = java.util.Objects.requireNonNull(IpMatcher.parse(pattern));

        assertThat(accepts(matcher, line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<_> bar, foo bar, true",
        "<_> bar, foo bar baz, false",
        "foo <_>, foo x, true",
        "foo <_>, x foo y, true",
        "foo <_>, foo, false",
        "a<_>b, ab, false"
    })
    void testsPatterns(String pattern, String line, boolean expected) {
        assertThat(accepts(PatternTemplate.forFilter(pattern)::matches, line)).isEqualTo(expected);
    }
}
