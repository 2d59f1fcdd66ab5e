package io.tocsin.alert;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts by name that nobody can change. They need not be copied again, which is what each step of an instance would do that
 * leaves its texts as they are.
 */
final class FixedTexts extends AbstractMap<String, String> implements SortedMap<String, String> {

    private final SortedMap<String, String> texts;

    private FixedTexts(SortedMap<String, String> texts) {
        this.texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    static FixedTexts of(SortedMap<String, String> texts) {
        return texts instanceof FixedTexts fixed ? fixed : new FixedTexts(texts);
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return texts.entrySet();
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public boolean containsKey(Object name) {
        return texts.containsKey(name);
    }

    @Override
    public @Nullable String get(Object name) {
        return texts.get(name);
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return texts.comparator();
    }

    @Override
    public SortedMap<String, String> subMap(String from, String to) {
        return texts.subMap(from, to);
    }

    @Override
    public SortedMap<String, String> headMap(String to) {
        return texts.headMap(to);
    }

    @Override
    public SortedMap<String, String> tailMap(String from) {
        return texts.tailMap(from);
    }

    @Override
    public String firstKey() {
        return texts.firstKey();
    }

    @Override
    public String lastKey() {
        return texts.lastKey();
    }
}
