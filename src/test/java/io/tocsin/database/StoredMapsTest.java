package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StoredMapsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String[] PIECES = {
        "a", "job", "오류", "\"", "\\", "{", "}", ",", ":", "\":\"", "\",\"", "\"}", " ", "\n", "\u0001", "😀", "\\\"",
        "'"
    };

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatWasWritten(long seed) {
        Random random = new Random(seed);
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            texts.put(text(random), text(random));
        }

        assertThat(StoredMaps.read(JSON.writeValueAsString(texts))).isEqualTo(texts);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"a\" : \"b\" }", "{\"a\": \"b\"}", "{\"a\":\"\\u0062\"}", "{\"a\":\"b\"}"})
    void readsWhatAnotherHandHasWritten(String json) {
        assertThat(StoredMaps.read(json)).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void refusesEveryTextThatWasCutOff() {
        String whole = "{\"alertname\":\"Errors\",\"host\":\"web-1\",\"path\":\"C:\\\\logs\"}";
        String plain = "{\"alertname\":\"Errors\",\"host\":\"web-1\"}";

        for (String json : new String[] {whole, plain}) {
            for (int length = 0; length < json.length(); length++) {
                String cut = json.substring(0, length);
                assertThatThrownBy(() -> StoredMaps.read(cut)).as(cut).isInstanceOf(RuntimeException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"a\"",
                "{\"a\":{}}",
                "{\"a\":[\"b\"]}",
                "{\"a\":\"b\",}",
                "{\"a\":\"b\"\"c\"}"
            })
    void refusesWhatIsNoObjectOfTexts(String json) {
        assertThatThrownBy(() -> StoredMaps.read(json)).isInstanceOf(RuntimeException.class);
    }
}
