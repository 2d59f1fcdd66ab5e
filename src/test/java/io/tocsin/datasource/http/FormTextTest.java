package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m])) > 0",
                "a b+c%d&e=f;g/h?i#j~k",
                "수집 |= \"오류\"",
                "\uD83D\uDD25 fire",
                "half \uD83D of one",
                "line\nbreak\ttab\u0000"
            })
    void isWhatTheLibraryWrites(String text) {
        assertThat(appended(text)).isEqualTo("q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    @Test
    void isSoForEveryCharacterAndRandomTexts() {
        for (char c = 0; c < 0x100; c++) {
            isWhatTheLibraryWrites(Character.toString(c));
        }
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            int most = random.nextInt(4) == 0 ? 0x3000 : 0x80;
            isWhatTheLibraryWrites(random.ints(random.nextInt(30), 0, most)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
    }

    private static String appended(String text) {
        StringBuilder form = new StringBuilder("q=");
        FormText.append(form, text);
        return form.toString();
    }
}
