package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextsTest {

    private final DurationTexts texts = new DurationTexts();

    @ParameterizedTest
    @CsvSource({
        "0s, 0초",
        "45s, 45초",
        "1h30m, 1시간 30분",
        "8m 1s, 8분 1초",
        "2d 4h, 2일 4시간",
        "1w, 1주",
        "1s250ms, 1초 250밀리초",
        "'', ''",
        "never, never",
        "1h left, 1h left"
    })
    void saysDurationsInKorean(String duration, String korean) {
        assertThat(texts.of(duration, Locale.KOREA)).isEqualTo(korean);
    }

    @Test
    void leavesThemInEnglish() {
        assertThat(texts.of("1h30m", Locale.UK)).isEqualTo("1h30m");
    }
}
