package io.tocsin.text.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S, 0s", "0s, PT0S, 0s", "5m, PT5M, 5m", "1h30m, PT1H30M, 1h30m", "90s, PT1M30S, 1m30s",
        "1d, PT24H, 1d", "1w, PT168H, 1w", "8d, PT192H, 8d", "1y, PT8760H, 1y", "1500ms, PT1.5S, 1s500ms",
        "1h0m5s, PT1H5S, 1h5s"
    })
    void readsAndPrints(String text, Duration duration, String printed) {
        assertThat(PrometheusDuration.parse(text)).isEqualTo(duration);
        assertThat(PrometheusDuration.format(duration)).isEqualTo(printed);
        assertThat(PrometheusDuration.parse(printed)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "-5m", "1.5h", "5 m", "30m1h", "m", "1h ", "300y", "99999999999999999999s"})
    void refusesOtherTexts(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PrometheusDuration.parse(text));
    }
}
