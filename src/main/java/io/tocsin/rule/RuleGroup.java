package io.tocsin.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are evaluated together at the same slots.
 *
 * @param interval the distance of the slots; at least 1s
 * @param queryOffset how far before the slot the data source is asked; null: the configured default
 * @param limit the most instances per rule before the surplus is folded into one; 0: {@link #MOST_INSTANCES}
 * @param dataSource the name of the data source; {@code default} when the file names none
 * @param rules its alerts
 * @param lateRecheck whether the window of each slot is asked once more one slot later, for lines that arrive late
 */
public record RuleGroup(
        GroupKey key,
        Duration interval,
        @Nullable Duration queryOffset,
        int limit,
        String dataSource,
        boolean lateRecheck,
        List<AlertRule> rules,
        List<RecordingRule> recordings) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** Of each rule in a group without a limit; what is beyond is folded, so that one rule cannot fill the memory. */
    public static final int MOST_INSTANCES = 10_000;

    public RuleGroup {
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException("interval must be at least 1s");
        }
        rules = List.copyOf(rules);
        recordings = List.copyOf(recordings);
    }

    /** The most instances per rule. */
    public int mostInstances() {
        return limit == 0 ? MOST_INSTANCES : limit;
    }

    /** The same group with other rules. */
    public RuleGroup withRules(List<AlertRule> others) {
        return new RuleGroup(key, interval, queryOffset, limit, dataSource, lateRecheck, others, recordings);
    }

    /** The same group, asked at another data source. */
    public RuleGroup withDataSource(String name) {
        return new RuleGroup(key, interval, queryOffset, limit, name, lateRecheck, rules, recordings);
    }

    /** The same group with no rule paused. */
    public RuleGroup unpaused() {
        return withRules(rules.stream().map(AlertRule::unpaused).toList());
    }

    /** The latest slot at or before the given time. Slots depend on the key and the interval only. */
    public Instant slotAtOrBefore(Instant time) {
        long intervalMillis = interval.toMillis();
        long millis = time.toEpochMilli();
        long slot = millis - Math.floorMod(millis - shiftMillis(), intervalMillis);
        return Instant.ofEpochMilli(slot);
    }

    /** The first slot strictly after the given time. */
    public Instant slotAfter(Instant time) {
        return slotAtOrBefore(time).plus(interval);
    }

    /** Spreads the groups over the interval, so that not all of them ask at the full minute. */
    private long shiftMillis() {
        long hash = 0xcbf29ce484222325L;
        for (char c : key.toString().toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return Math.floorMod(hash ^ (hash >>> 32), interval.toMillis());
    }
}
