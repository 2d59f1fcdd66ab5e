package io.tocsin.evaluation.status;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.schedule.NewestRulesElection;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Rules that are not evaluated: their data source fails, nobody gets to their group, or another replica has other rules.
 * Reads the positions of all groups every ten seconds, and memory otherwise.
 */
@Component
class EvaluationConcerns implements ConcernSource {

    private static final int INTERVALS = 3;
    /** Groups of a few seconds wait for a slow neighbour now and then. */
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);

    private static final Duration SOURCE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int NAMED = 5;

    private final RuleGroups groups;
    private final GroupCursors cursors;
    private final DataSourceHealthMonitor sources;
    private final NewestRulesElection election;
    private final Clock clock;
    /** Since when this process has known a group; after a start or a reload it has all its time. */
    private Map<GroupKey, Instant> knownSince = Map.of();

    private Set<String> lateBefore = Set.of();
    private Set<String> late = Set.of();
    private Instant lookedAt = Instant.EPOCH;

    EvaluationConcerns(
            RuleGroups groups,
            GroupCursors cursors,
            DataSourceHealthMonitor sources,
            NewestRulesElection election,
            Clock clock) {
        this.groups = groups;
        this.cursors = cursors;
        this.sources = sources;
        this.election = election;
        this.clock = clock;
    }

    @Override
    public synchronized List<Concern> concerns() {
        Instant now = clock.instant();
        List<RuleGroup> current = groups.current();
        List<Concern> concerns = new ArrayList<>();
        current.stream()
                .collect(Collectors.groupingBy(RuleGroup::dataSource, TreeMap::new, Collectors.toList()))
                .forEach((source, asking) -> addFailing(source, asking, now, concerns));
        if (Duration.between(lookedAt, now).abs().compareTo(LOOK_EVERY) >= 0) {
            lookedAt = now;
            lateBefore = late;
            late = late(current, now);
        }
        Set<String> twice = new TreeSet<>(late);
        twice.retainAll(lateBefore);
        if (!twice.isEmpty()) {
            concerns.add(late(twice));
        }
        if (election.contentsInUse() > 1) {
            concerns.add(new Concern(
                    "replicas-differ",
                    Severity.NOTICE,
                    Integer.toString(election.contentsInUse()),
                    "replicas have " + election.contentsInUse()
                            + " different contents of the rule files; those with the newest evaluate"));
        }
        return concerns;
    }

    private void addFailing(String source, List<RuleGroup> asking, Instant now, List<Concern> concerns) {
        DataSourceHealth health = sources.health(new DataSourceName(source));
        Instant since = health.failingSince();
        if (since == null || Duration.between(since, now).compareTo(SOURCE_PATIENCE) < 0) {
            return;
        }
        int rules = asking.stream().mapToInt(group -> group.rules().size()).sum();
        concerns.add(new Concern(
                "datasource-failing",
                Severity.UNWATCHED,
                source,
                rules + (rules == 1 ? " rule" : " rules") + " cannot be evaluated: " + health.lastMessage(),
                since));
    }

    /** Groups whose data source fails are not among them; that is said already. */
    private Set<String> late(List<RuleGroup> current, Instant now) {
        Map<GroupKey, Instant> before = knownSince;
        knownSince = current.stream()
                .collect(Collectors.toMap(
                        RuleGroup::key, group -> before.getOrDefault(group.key(), now), (one, other) -> one));
        Map<GroupKey, Instant> slots = cursors.findAll().stream()
                .collect(Collectors.toMap(GroupCursor::group, GroupCursor::slot, (one, other) -> one));
        return current.stream()
                .filter(group -> !group.rules().stream().allMatch(AlertRule::paused))
                .filter(group ->
                        !sources.health(new DataSourceName(group.dataSource())).isFailing())
                .filter(group -> isLate(group, slots.getOrDefault(group.key(), Instant.MIN), now))
                .map(group -> group.key().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isLate(RuleGroup group, Instant slot, Instant now) {
        Instant latest = now.minus(patience(group.interval()));
        return slot.isBefore(latest)
                && knownSince.getOrDefault(group.key(), now).isBefore(latest);
    }

    /** How long nobody may get to a group before that is a concern; a slot lies up to one interval in the past. */
    static Duration patience(Duration interval) {
        Duration three = interval.multipliedBy(INTERVALS);
        return three.compareTo(SHORTEST_PATIENCE) > 0 ? three : SHORTEST_PATIENCE;
    }

    private static Concern late(Set<String> groups) {
        String named = groups.stream().limit(NAMED).collect(Collectors.joining(", "));
        int others = Math.max(0, groups.size() - NAMED);
        return new Concern(
                "groups-late",
                Severity.UNWATCHED,
                Integer.toString(groups.size()),
                "no replica has evaluated them for " + INTERVALS + " of their intervals: " + named
                        + (others == 0 ? "" : " and " + others + " more"));
    }
}
