package io.tocsin.label;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Texts by name, in the order of their names, that nobody can change. They lie in one array, because an alert keeps two of
 * these for as long as it lives: a tree of three texts takes four times as much.
 */
public final class SortedTexts extends AbstractMap<String, String> implements SortedMap<String, String> {

    private static final SortedTexts EMPTY = new SortedTexts(new String[0]);

    /** Name and text in turn. */
    private final String[] pairs;

    private SortedTexts(String[] pairs) {
        this.pairs = pairs;
    }

    /** The same texts; the given map itself when it is such a one. */
    public static SortedTexts of(Map<String, String> texts) {
        if (texts instanceof SortedTexts already) {
            return already;
        }
        boolean isInOrder = texts instanceof SortedMap<String, String> sorted && sorted.comparator() == null;
        Map<String, String> inOrder = isInOrder ? texts : new TreeMap<>(texts);
        String[] pairs = new String[2 * inOrder.size()];
        int end = 0;
        for (Map.Entry<String, String> text : inOrder.entrySet()) {
            pairs[end++] = text.getKey();
            pairs[end++] = text.getValue();
        }
        return owning(pairs);
    }

    static SortedTexts empty() {
        return EMPTY;
    }

    private static SortedTexts owning(String[] pairs) {
        return pairs.length == 0 ? EMPTY : new SortedTexts(pairs);
    }

    /** The index of the name in {@link #pairs}; when it is absent, the one where it would stand, less 1, and negative. */
    private int find(String name) {
        int from = 0;
        int to = pairs.length / 2 - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = pairs[2 * middle].compareTo(name);
            if (order == 0) {
                return 2 * middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -2 * from - 1;
    }

    /** With another text of this name. */
    SortedTexts with(String name, String text) {
        int at = find(name);
        if (at >= 0) {
            String[] changed = pairs.clone();
            changed[at + 1] = text;
            return new SortedTexts(changed);
        }
        int place = -at - 1;
        String[] more = new String[pairs.length + 2];
        System.arraycopy(pairs, 0, more, 0, place);
        more[place] = name;
        more[place + 1] = text;
        System.arraycopy(pairs, place, more, place + 2, pairs.length - place);
        return new SortedTexts(more);
    }

    /** Of names that both have, the other's text. */
    SortedTexts merge(SortedTexts other) {
        String[] merged = new String[pairs.length + other.pairs.length];
        int end = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < pairs.length || theirs < other.pairs.length) {
            int order = mine == pairs.length
                    ? 1
                    : theirs == other.pairs.length ? -1 : pairs[mine].compareTo(other.pairs[theirs]);
            String[] source = order < 0 ? pairs : other.pairs;
            int at = order < 0 ? mine : theirs;
            merged[end++] = source[at];
            merged[end++] = source[at + 1];
            mine += order <= 0 ? 2 : 0;
            theirs += order >= 0 ? 2 : 0;
        }
        return owning(end == merged.length ? merged : Arrays.copyOf(merged, end));
    }

    /** Those that it accepts, by name and text. */
    SortedTexts filter(BiPredicate<String, String> keeps) {
        int end = 0;
        while (end < pairs.length && keeps.test(pairs[end], pairs[end + 1])) {
            end += 2;
        }
        if (end == pairs.length) {
            return this;
        }
        String[] kept = pairs.clone();
        for (int i = end + 2; i < pairs.length; i += 2) {
            if (keeps.test(pairs[i], pairs[i + 1])) {
                kept[end++] = pairs[i];
                kept[end++] = pairs[i + 1];
            }
        }
        return owning(Arrays.copyOf(kept, end));
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && find(text) >= 0;
    }

    @Override
    public @Nullable String get(Object name) {
        int at = name instanceof String text ? find(text) : -1;
        return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return SortedTexts.this.size();
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < pairs.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>(pairs[next - 2], pairs[next - 1]);
        }
    }

    /** Null: the names' own order. */
    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedMap<String, String> subMap(String from, String to) {
        return tree().subMap(from, to);
    }

    @Override
    public SortedMap<String, String> headMap(String to) {
        return tree().headMap(to);
    }

    @Override
    public SortedMap<String, String> tailMap(String from) {
        return tree().tailMap(from);
    }

    private SortedMap<String, String> tree() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this));
    }

    @Override
    public String firstKey() {
        return name(0);
    }

    @Override
    public String lastKey() {
        return name(pairs.length - 2);
    }

    private String name(int at) {
        if (pairs.length == 0) {
            throw new NoSuchElementException();
        }
        return pairs[at];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SortedTexts that ? Arrays.equals(pairs, that.pairs) : super.equals(other);
    }

    /** As of any map. */
    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            hash += pairs[i].hashCode() ^ pairs[i + 1].hashCode();
        }
        return hash;
    }
}
