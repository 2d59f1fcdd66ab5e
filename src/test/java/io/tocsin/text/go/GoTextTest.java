package io.tocsin.text.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.regex.GoRegex;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {

    @ParameterizedTest
    @CsvSource({
        "1e21, 1000000000000000000000",
        "1e-7, 0.0000001",
        "2.50, 2.5",
        "-0, -0",
        "0.1, 0.1",
        "123456789.5, 123456789.5",
        "2e23, 200000000000000000000000",
        "NaN, NaN",
        "inf, +Inf",
        "-Infinity, -Inf",
        "1_000, 1000",
        ".5, 0.5",
        "1., 1",
        "0x1p4, 16"
    })
    void readsAndWritesNumbers(String text, String plain) {
        assertThat(GoFloats.plain(GoFloats.parse(text))).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"''", "abc", "1d", "0x10", "1e", "--1", "' 6'", "1__0", "_1", "+nan", "1f"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> GoFloats.parse(text))
                .hasMessage("strconv.ParseFloat: parsing " + Quoting.quote(text) + ": invalid syntax");
    }

    @ParameterizedTest
    @CsvSource({
        "1h2m3s, 1h2m3s",
        "-1.5s, -1.5s",
        "90m, 1h30m0s",
        "0.5ms, 500µs",
        "1us, 1µs",
        "0, 0s",
        "+5ns, 5ns",
        "1h1h, 2h0m0s"
    })
    void readsAndWritesDurations(String text, String printed) {
        assertThat(GoDurations.format(GoDurations.parse(text))).isEqualTo(printed);
    }

    @Test
    void namesWhatIsWrongWithADuration() {
        assertThatThrownBy(() -> GoDurations.parse("1d")).hasMessage("time: unknown unit \"d\" in duration \"1d\"");
        assertThatThrownBy(() -> GoDurations.parse("10")).hasMessage("time: missing unit in duration \"10\"");
        assertThatThrownBy(() -> GoDurations.parse("x")).hasMessage("time: invalid duration \"x\"");
        assertThatThrownBy(() -> GoDurations.parse("9999999h")).hasMessage("time: invalid duration \"9999999h\"");
    }

    @ParameterizedTest
    @CsvSource({"1KB, 1000", "1KiB, 1024", "1.5MB, 1500000", "10, 10", "'1,000', 1000", "2 GiB, 2147483648", "1k, 1000"
    })
    void readsSizes(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"8149, 8.1kB", "1024, 1.0kB", "9, 9B", "999, 999B", "82854982, 83MB"})
    void writesSizesRounded(long bytes, String text) {
        assertThat(ByteSizes.format(bytes)).isEqualTo(text);
    }

    @Test
    void replacesAsGoDoes() {
        assertThat(GoRegex.compile("a*").replaceAll("baac", "x", 100)).isEqualTo("xbxcx");
        assertThat(GoRegex.compile("(?P<n>b)").replaceAll("abc", "<${n}$n$$>", 100))
                .isEqualTo("a<bb$>c");
        assertThat(GoRegex.compile("b").replaceAll("abc", "$", 100)).isEqualTo("a$c");
        assertThat(GoRegex.compile("").count("abc")).isEqualTo(4);
    }

    @Test
    void boundsTheSizeOfRegexes() {
        assertThatThrownBy(() -> GoRegex.compile("((a{100}){100}){100}")).isInstanceOf(ConversionException.class);
        assertThatThrownBy(() -> GoRegex.compile("(a{10}b){101}")).isInstanceOf(ConversionException.class);
        assertThatThrownBy(() -> GoRegex.compile("(".repeat(9000) + ")".repeat(9000)))
                .isInstanceOf(ConversionException.class);
        assertThat(GoRegex.compile("[{]{2}a{10}").count("{{aaaaaaaaaa")).isEqualTo(1);
    }

    @Test
    void readsTimesInTheFormOfALayout() {
        GoTime time = Objects.requireNonNull(
                TimeParser.parse("2006-01-02T15:04:05Z07:00", "2026-11-18T19:05:00.25+09:00", ZoneOffset.UTC));

        assertThat(time.unixNanos()).isEqualTo(1794996300250000000L);
        assertThat(TimeParser.parse("2006-01-02", "2026-13-01", ZoneOffset.UTC)).isNull();
        assertThat(TimeLayout.format("02/Jan/2006:03:04:05 PM .000 -0700", GoTime.ofNanos(1794996360123456789L)))
                .isEqualTo("18/Nov/2026:10:06:00 AM .123 +0000");
    }
}
