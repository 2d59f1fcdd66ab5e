package io.tocsin.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CleanTextTest {

    private static final String PIECES = "ab가\u00e9 \u3000\u2009\t\n\u000b\f\r";

    @Test
    void oneLineHasSingleSpaces() {
        assertThat(CleanText.singleLine("  disk\r\n full \t on host ")).isEqualTo("disk full on host");
        assertThat(CleanText.singleLine("")).isEmpty();
    }

    @Test
    void aTextThatNeedsNoWorkIsTreatedAsAnyOther() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(PIECES.charAt(random.nextInt(PIECES.length())));
            }
            assertThat(CleanText.singleLine(text.toString()))
                    .isEqualTo(CleanText.multiLine(text.toString())
                            .replaceAll("\\s+", " ")
                            .strip());
        }
    }
}
