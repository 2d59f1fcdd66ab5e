package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0e+00",
        "1, 1e+00",
        "3, 3e+00",
        "12, 1.2e+01",
        "100, 1e+02",
        "0.00125, 1.25e-03",
        "-42.5, -4.25e+01",
        "1e21, 1e+21",
        "1.5e-100, 1.5e-100",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void printsValuesAsPrometheusDoes(double value, String expected) {
        assertThat(PrometheusNumbers.print(value)).isEqualTo(expected);
    }
}
