package io.tocsin.web.overview;

import io.tocsin.alert.store.RuleRecords;
import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleKey;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.alerts.AlertSeverity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts firing alerts by one label; what is quiet has a tile too, so that zero can be seen. */
final class WallboardTiles {

    private final String label;
    private final Map<String, TileCount> counts = new TreeMap<>();

    WallboardTiles(String label) {
        this.label = label;
    }

    /**
     * One number on the wall.
     *
     * @param state {@code firing}, {@code unknown} when nothing fires but a rule cannot be evaluated, or {@code quiet}
     * @param highestValue the highest value among the alerts that fire; empty when none does
     * @param severity of the gravest alert that fires
     */
    record Tile(String name, int firing, String state, String highestValue, AlertSeverity severity) {}

    /** The alerts that fire with one value of the label. */
    record FiringValue(String name, int firing, double highest, AlertSeverity gravest) {

        FiringValue with(FiringValue other) {
            AlertSeverity graver = gravest.compareTo(other.gravest) <= 0 ? gravest : other.gravest;
            return new FiringValue(name, firing + other.firing, Math.max(highest, other.highest), graver);
        }
    }

    private static final class TileCount {
        private int firing;
        private boolean isUnknown;
        private double highest = Double.NEGATIVE_INFINITY;
        private AlertSeverity gravest = AlertSeverity.INFO;
    }

    WallboardTiles rules(List<AlertRule> rules, List<RuleRecords.Summary> failing) {
        Set<RuleKey> troubled =
                failing.stream().map(RuleRecords.Summary::key).collect(Collectors.toCollection(HashSet::new));
        for (AlertRule rule : rules) {
            String name = nameOf(rule);
            if (!name.isEmpty() && !rule.paused()) {
                count(name).isUnknown |= troubled.contains(rule.key());
            }
        }
        return this;
    }

    /** Counts without a name are of alerts that do not have the label; they get no tile. */
    WallboardTiles firing(Collection<FiringValue> firing) {
        for (FiringValue counted : firing) {
            if (!counted.name().isEmpty()) {
                TileCount count = count(counted.name());
                count.firing += counted.firing();
                count.highest = Math.max(count.highest, counted.highest());
                count.gravest = counted.gravest();
            }
        }
        return this;
    }

    /** Those that fire first, the gravest of them before others, then those nobody knows of, then the rest by name. */
    List<Tile> sorted() {
        return counts.entrySet().stream()
                .map(entry -> tile(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Tile tile) -> rank(tile.state()))
                        .thenComparing(Tile::severity)
                        .thenComparing(Tile::firing, Comparator.reverseOrder())
                        .thenComparing(Tile::name))
                .toList();
    }

    /** The label's value for all instances of a rule; empty when they may differ. */
    private String nameOf(AlertRule rule) {
        if (label.equals(Labels.ALERT_NAME)) {
            return rule.name();
        }
        String source = rule.labels().containsKey(label)
                ? String.valueOf(rule.labels().get(label).source())
                : "";
        return source.contains("{{") ? "" : source;
    }

    private TileCount count(String name) {
        return counts.computeIfAbsent(name, unseen -> new TileCount());
    }

    private static Tile tile(String name, TileCount count) {
        String state = count.firing > 0 ? "firing" : count.isUnknown ? "unknown" : "quiet";
        return new Tile(
                name, count.firing, state, count.firing > 0 ? PlainNumbers.print(count.highest) : "", count.gravest);
    }

    private static int rank(String state) {
        return List.of("firing", "unknown", "quiet").indexOf(state);
    }
}
