package io.tocsin.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTextsTest {

    private final SortedMap<String, String> given =
            new TreeMap<>(Map.of("summary", "a", "runbook", "b", "dashboard", "c"));

    @Test
    void isTheMapThatItWasMadeOf() {
        SortedMap<String, String> texts = SortedTexts.of(given);

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
        SortedMap<String, String> texts = SortedTexts.of(given);

        given.put("later", "d");

        assertThat(texts).hasSize(3).doesNotContainKey("later");
        assertThatThrownBy(() -> texts.put("later", "d")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.remove("summary")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.entrySet().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.headMap("z").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isNotCopiedAgain() {
        SortedMap<String, String> texts = SortedTexts.of(given);

        assertThat(SortedTexts.of(texts)).isSameAs(texts);
    }

    @Test
    void ofNothingIsEmpty() {
        SortedTexts none = SortedTexts.of(Map.of());

        assertThat(none).isEmpty();
        assertThat(none.get("a")).isNull();
        assertThatThrownBy(none::firstKey).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(none::lastKey).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> none.entrySet().iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void ordersWhatAnotherOrderHad() {
        SortedMap<String, String> reversed = new TreeMap<>((a, b) -> b.compareTo(a));
        reversed.putAll(given);

        assertThat(SortedTexts.of(reversed).keySet()).containsExactly("dashboard", "runbook", "summary");
    }

    /** Whatever is done to both, it has what a tree has. */
    @Test
    void doesWhatATreeDoes() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            TreeMap<String, String> tree = some(random);
            SortedTexts texts = SortedTexts.of(tree);
            TreeMap<String, String> otherTree = some(random);
            String name = name(random);

            TreeMap<String, String> with = new TreeMap<>(tree);
            with.put(name, "new");
            TreeMap<String, String> merged = new TreeMap<>(tree);
            merged.putAll(otherTree);
            TreeMap<String, String> filtered = new TreeMap<>(tree);
            filtered.remove(name);
            filtered.values().remove("1");

            same(texts, tree);
            same(texts.with(name, "new"), with);
            same(texts.merge(SortedTexts.of(otherTree)), merged);
            same(texts.filter((key, text) -> !key.equals(name) && !text.equals("1")), filtered);
            assertThat(texts.get(name)).isEqualTo(tree.get(name));
            assertThat(texts.containsKey(name)).isEqualTo(tree.containsKey(name));
            assertThat(texts.equals(SortedTexts.of(otherTree))).isEqualTo(tree.equals(otherTree));
        }
    }

    @Test
    void isItselfWhereNothingIsTakenAway() {
        SortedTexts texts = SortedTexts.of(given);

        assertThat(texts.filter((name, text) -> true)).isSameAs(texts);
    }

    private static void same(SortedTexts texts, TreeMap<String, String> tree) {
        assertThat(texts.entrySet()).containsExactlyElementsOf(tree.entrySet());
        assertThat(texts).isEqualTo(tree).hasSameHashCodeAs(tree).hasSize(tree.size());
        StringBuilder each = new StringBuilder();
        texts.forEach((name, text) -> each.append(name).append(text));
        StringBuilder expected = new StringBuilder();
        tree.forEach((name, text) -> expected.append(name).append(text));
        assertThat(each).hasToString(expected.toString());
    }

    private static TreeMap<String, String> some(Random random) {
        TreeMap<String, String> tree = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            // At most one has the text that is filtered away.
            tree.put(name(random), i == 1 ? "1" : "text" + i);
        }
        return tree;
    }

    private static String name(Random random) {
        return "n" + random.nextInt(8);
    }
}
