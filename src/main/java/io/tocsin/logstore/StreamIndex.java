package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds streams by their labels. Reading needs no lock; adding and removing are for one thread at a time, and a reader
 * may or may not see a stream that is added or removed meanwhile.
 */
final class StreamIndex {

    private final Map<Labels, MemoryStream> streams = new ConcurrentHashMap<>();
    /** Label name to value to the streams with that pair. */
    private final Map<String, Map<String, Set<MemoryStream>>> postings = new ConcurrentHashMap<>();

    @Nullable
    MemoryStream get(Labels labels) {
        return streams.get(labels);
    }

    int size() {
        return streams.size();
    }

    Collection<MemoryStream> all() {
        return streams.values();
    }

    void add(MemoryStream stream) {
        stream.labels()
                .asMap()
                .forEach((name, value) -> postings.computeIfAbsent(name, n -> new ConcurrentHashMap<>())
                        .computeIfAbsent(value, v -> ConcurrentHashMap.newKeySet())
                        .add(stream));
        streams.put(stream.labels(), stream);
    }

    void remove(MemoryStream stream) {
        streams.remove(stream.labels());
        stream.labels().asMap().forEach((name, value) -> {
            Map<String, Set<MemoryStream>> values = postings.getOrDefault(name, Map.of());
            Set<MemoryStream> posting = values.getOrDefault(value, Set.of());
            posting.remove(stream);
            if (posting.isEmpty()) {
                values.remove(value);
            }
            if (values.isEmpty()) {
                postings.remove(name);
            }
        });
    }

    /** The streams that satisfy every matcher. */
    List<MemoryStream> select(List<LabelMatcher> matchers) {
        List<MemoryStream> selected = new ArrayList<>();
        for (MemoryStream candidate : candidates(matchers)) {
            if (matchesAll(candidate.labels(), matchers)) {
                selected.add(candidate);
            }
        }
        return selected;
    }

    private static boolean matchesAll(Labels labels, List<LabelMatcher> matchers) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** The smallest set known to hold every match: the shortest posting of an equality, else the union for a regex. */
    private Collection<MemoryStream> candidates(List<LabelMatcher> matchers) {
        Collection<MemoryStream> best = null;
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() == MatchType.EQUAL && !matcher.value().isEmpty()) {
                Collection<MemoryStream> posting =
                        postings.getOrDefault(matcher.name(), Map.of()).getOrDefault(matcher.value(), Set.of());
                best = best == null || posting.size() < best.size() ? posting : best;
            }
        }
        if (best != null) {
            return best;
        }
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matchesValue("")) {
                return union(matcher);
            }
        }
        return streams.values();
    }

    private Collection<MemoryStream> union(LabelMatcher matcher) {
        Set<MemoryStream> union = new HashSet<>();
        postings.getOrDefault(matcher.name(), Map.of()).forEach((value, posting) -> {
            if (matcher.matchesValue(value)) {
                union.addAll(posting);
            }
        });
        return union;
    }
}
