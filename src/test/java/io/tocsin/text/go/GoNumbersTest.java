package io.tocsin.text.go;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "1e21, 1000000000000000000000",
        "1e-7, 0.0000001",
        "2e-3, 0.002",
        "123456789012345680, 123456789012345680",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "2.0E-3, 0.002"
    })
    void writesPlainNumbersWithoutExponent(double value, String text) {
        assertThat(GoFloats.plain(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0001, 0.0001", "0.00001, 1e-05", "1e20, 100000000000000000000", "1e21, 1e+21", "-1.5e300, -1.5e+300"
    })
    void writesExponentsWhereGoDoes(double value, String text) {
        assertThat(GoFloats.inQuery(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.000000",
        "0.0000004, 0.000000",
        "-0.0000004, -0.000000",
        "2.5e-7, 0.000000",
        "1234567.891, 1234567.891000"
    })
    void writesSixDecimals(double value, String text) {
        assertThat(GoFloats.fixed(value, 6)).isEqualTo(text);
    }

    @Test
    void writesNumbersThatReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(GoFloats.inQuery(value))).isEqualTo(value);
                assertThat(Double.parseDouble(GoFloats.plain(value))).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1500, 1.5µs",
        "250000000, 250ms",
        "1500000000, 1.5s",
        "90000000000, 1m30s",
        "3600000000000, 1h0m0s",
        "-5000000000, -5s"
    })
    void writesDurations(long nanos, String text) {
        assertThat(GoDurations.format(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "300000, 5m",
        "5400000, 1h30m",
        "86400000, 1d",
        "604800000, 1w",
        "691200000, 8d",
        "31536000000, 1y",
        "90061001, 1d1h1m1s1ms"
    })
    void writesRangeDurations(long millis, String text) {
        assertThat(PrometheusDuration.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5B",
        "10, 10B",
        "999, 999B",
        "1000, 1.0kB",
        "1536, 1.5kB",
        "8149, 8.1kB",
        "10240, 10kB",
        "999950, 1000kB"
    })
    void roundsSizesAsLokiPrintsThem(long bytes, String text) {
        assertThat(ByteSizes.format(bytes)).isEqualTo(text);
    }

    @Test
    void quotesWhatGoDoesNotPrint() {
        assertThat(Quoting.quote("a\"b\\c\n\u0001\u007f\u00a0\u200b한😀\udbff\udfff"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\x01\\x7f\\u00a0\\u200b한😀\\U0010ffff\"");
    }
}
