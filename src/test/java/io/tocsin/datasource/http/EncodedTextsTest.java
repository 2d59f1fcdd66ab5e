package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            made.add(texts.of("\"".repeat(100) + i));
            assertThat(made.get(i)).isEqualTo("%22".repeat(100) + i);
            if (i % 1_000 == 999) {
                assertThat(keptOf(made)).isBetween(1, 5_000);
            }
        }
    }

    /** How many of the newest are there still: what is known is the same object again. */
    private int keptOf(List<String> made) {
        int newest = made.size() - 1;
        int i = newest;
        while (i >= 0 && texts.of("\"".repeat(100) + i) == made.get(i)) {
            i--;
        }
        return newest - i;
    }

    @Test
    void aVeryLongOneIsNotKept() {
        String made = texts.of("\"".repeat(10_000));

        assertThat(made).hasSize(30_000);
        assertThat(texts.of("\"".repeat(10_000))).isNotSameAs(made);
    }
}
