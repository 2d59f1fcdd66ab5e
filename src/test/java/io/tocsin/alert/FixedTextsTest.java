package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FixedTextsTest {

    private final SortedMap<String, String> given =
            new TreeMap<>(Map.of("summary", "a", "runbook", "b", "dashboard", "c"));

    @Test
    void isTheMapThatItWasMadeOf() {
        SortedMap<String, String> texts = FixedTexts.of(given);

        assertThat(texts).isEqualTo(given).hasSameHashCodeAs(given).hasToString(given.toString());
        assertThat(given).isEqualTo(texts);
        assertThat(texts.keySet()).containsExactly("dashboard", "runbook", "summary");
        assertThat(texts.get("runbook")).isEqualTo("b");
        assertThat(texts.get("other")).isNull();
        assertThat(texts.firstKey()).isEqualTo("dashboard");
        assertThat(texts.lastKey()).isEqualTo("summary");
        assertThat(texts.headMap("runbook")).isEqualTo(Map.of("dashboard", "c"));
        assertThat(texts.tailMap("runbook")).isEqualTo(Map.of("runbook", "b", "summary", "a"));
        assertThat(texts.subMap("e", "s")).isEqualTo(Map.of("runbook", "b"));
        assertThat(texts.comparator()).isNull();
    }

    @Test
    void doesNotChange() {
        SortedMap<String, String> texts = FixedTexts.of(given);

        given.put("later", "d");

        assertThat(texts).hasSize(3).doesNotContainKey("later");
        assertThatThrownBy(() -> texts.put("later", "d")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.remove("summary")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.entrySet().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.headMap("z").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isNotCopiedAgain() {
        SortedMap<String, String> texts = FixedTexts.of(given);

        assertThat(FixedTexts.of(texts)).isSameAs(texts);
    }
}
