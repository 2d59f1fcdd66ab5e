package io.tocsin.silence;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Silences so arranged that few of them are compared with each of many alerts: those with an equal matcher are found by a
 * label of the alert, acknowledgements by its id.
 */
public final class SilenceIndex {

    /** By id, where each stands among them. */
    private final Map<SilenceId, Integer> places = new HashMap<>();

    private final Map<String, Map<String, List<Silence>>> byLabel = new HashMap<>();
    private final Map<String, List<Silence>> byAlert = new HashMap<>();
    private final List<Silence> others = new ArrayList<>();

    public SilenceIndex(List<Silence> all) {
        for (Silence silence : all) {
            places.put(silence.id(), places.size());
            if (silence.isAcknowledgement()) {
                byAlert.computeIfAbsent(silence.alertId(), unseen -> new ArrayList<>())
                        .add(silence);
                continue;
            }
            distinctive(silence)
                    .ifPresentOrElse(
                            matcher -> byLabel.computeIfAbsent(matcher.name(), unseen -> new HashMap<>())
                                    .computeIfAbsent(matcher.value(), unseen -> new ArrayList<>())
                                    .add(silence),
                            () -> others.add(silence));
        }
    }

    /** Long values are rare ones: names of hosts rather than severities. An empty one matches labels that are not there. */
    private static Optional<LabelMatcher> distinctive(Silence silence) {
        return silence.matchers().stream()
                .filter(matcher ->
                        matcher.type() == MatchType.EQUAL && !matcher.value().isEmpty())
                .max(Comparator.comparingInt(matcher -> matcher.value().length()));
    }

    public boolean isEmpty() {
        return places.isEmpty();
    }

    /**
     * Those that are for an alert, in the order in which they were given, whatever the time.
     *
     * @param id of the alert's episode; asked only when something is acknowledged
     */
    public List<Silence> covering(Labels labels, Supplier<String> id) {
        if (places.isEmpty()) {
            return List.of();
        }
        List<Silence> found = new ArrayList<>();
        byLabel.forEach((name, values) -> add(values.getOrDefault(labels.get(name), List.of()), labels, found));
        add(others, labels, found);
        if (!byAlert.isEmpty()) {
            found.addAll(byAlert.getOrDefault(id.get(), List.of()));
        }
        if (found.size() > 1) {
            found.sort(Comparator.comparingInt(silence -> places.getOrDefault(silence.id(), 0)));
        }
        return found;
    }

    private static void add(List<Silence> candidates, Labels labels, List<Silence> found) {
        for (Silence silence : candidates) {
            if (silence.covers("", labels)) {
                found.add(silence);
            }
        }
    }
}
