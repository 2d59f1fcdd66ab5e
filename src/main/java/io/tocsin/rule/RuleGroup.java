package io.tocsin.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are evaluated together at the same slots.
 *
 * @param interval the distance of the slots; at least 1s
 * @param queryOffset how far before the slot the data source is asked; null: the configured default
 * @param limit the most instances per rule before the surplus is folded into one; 0: {@link #MOST_INSTANCES}
 * @param dataSource the name of the data source; {@code default} when the file names none
 * @param rules its alerts
 * @param options how its data source is asked
 */
public record RuleGroup(
        GroupKey key,
        Duration interval,
        @Nullable Duration queryOffset,
        int limit,
        String dataSource,
        GroupOptions options,
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

    /**
     * How a group asks its data source, besides the plain question of each rule at each slot.
     *
     * @param lateRecheck whether the window of each slot is asked once more one slot later, for lines that arrive late
     * @param onPush whether a line that its rules look at makes them look at once, and not only at the next slot; of the
     *     embedded log store
     * @param tail the same of a Loki, which is listened to for it
     * @param sharesSlot whether its slots are at the same times as those of the other groups of its file that have the same
     *     interval and want it, too, so that they can share questions
     * @param incremental whether windows that overlap from slot to slot are put together from slices, of which each is read
     *     about once
     */
    public record GroupOptions(
            boolean lateRecheck, boolean onPush, boolean tail, boolean sharesSlot, boolean incremental) {

        public static final GroupOptions NONE = new GroupOptions(false, false, false, false, false);
    }

    public boolean lateRecheck() {
        return options.lateRecheck();
    }

    public boolean onPush() {
        return options.onPush();
    }

    public boolean tail() {
        return options.tail();
    }

    public boolean sharesSlot() {
        return options.sharesSlot();
    }

    public boolean incremental() {
        return options.incremental();
    }

    /** Whether it may be looked at between its slots. */
    public boolean looksEarly() {
        return onPush() || tail();
    }

    /** The most instances per rule. */
    public int mostInstances() {
        return limit == 0 ? MOST_INSTANCES : limit;
    }

    /** The same group with other rules. */
    public RuleGroup withRules(List<AlertRule> others) {
        return new RuleGroup(key, interval, queryOffset, limit, dataSource, options, others, recordings);
    }

    /** The same group, asked at another data source. */
    public RuleGroup withDataSource(String name) {
        return new RuleGroup(key, interval, queryOffset, limit, name, options, rules, recordings);
    }

    /** The same group with no rule paused. */
    public RuleGroup unpaused() {
        return withRules(rules.stream().map(AlertRule::unpaused).toList());
    }

    /**
     * Whether the other one wants the same slots and asks the same data source in the same way; each group is such a companion
     * of itself.
     */
    public boolean isCompanionOf(RuleGroup other) {
        return key.equals(other.key)
                || sharesSlot()
                        && other.sharesSlot()
                        && key.file().equals(other.key.file())
                        && incremental() == other.incremental()
                        && interval.equals(other.interval)
                        && dataSource.equals(other.dataSource)
                        && Objects.equals(queryOffset, other.queryOffset);
    }

    /** The latest slot at or before the given time. Slots depend on the key, the interval and {@link #sharesSlot} only. */
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
        String spread = sharesSlot() ? key.file() : key.toString();
        for (char c : spread.toCharArray()) {
            hash = (hash ^ c) * 0x100000001b3L;
        }
        return Math.floorMod(hash ^ (hash >>> 32), interval.toMillis());
    }
}
