package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedTextsTest {

    private final EncodedTexts texts = new EncodedTexts();

    @ParameterizedTest
    @ValueSource(strings = {"", "sum(rate({job=\"ocr\"} |= \"a b+c%d&e\" [5m])) > 0", "수집 |= \"오류\"\n\uD83D\uDD25"})
    void areWhatTheLibraryWritesAndMadeOnce(String text) {
        String encoded = texts.of(text);

        assertThat(encoded).isEqualTo(URLEncoder.encode(text, StandardCharsets.UTF_8));
        assertThat(texts.of(text)).isSameAs(encoded);
    }

    @Test
    void manyDifferentOnesTakeNoMoreThanTheirShare() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(texts.of("\"".repeat(100) + i)).isEqualTo("%22".repeat(100) + i);
            assertThat(texts.size()).isLessThan(5_000);
        }
    }

    @Test
    void aVeryLongOneIsNotKept() {
        assertThat(texts.of("\"".repeat(10_000))).hasSize(30_000);
        assertThat(texts.size()).isZero();
    }
}
