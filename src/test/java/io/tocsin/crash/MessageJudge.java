package io.tocsin.crash;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the messages that arrived with the events that happened, which {@link SlotJudge} holds against the truth. */
final class MessageJudge {

    private final JdbcClient jdbc;
    private final Instant until;

    /** @param until what happened later may still be on its way and is not missed */
    MessageJudge(JdbcClient jdbc, Instant until) {
        this.jdbc = jdbc;
        this.until = until;
    }

    /** One episode of one alert. */
    private record Episode(String alert, Instant firedAt) {}

    /**
     * What was found.
     *
     * @param lost episodes, or ends of them, that nobody was told of
     * @param wrong messages of what never happened
     * @param doubled what was told as news twice by messages that do not say that they may have come before
     * @param marked messages that came twice and say so: the documented window
     */
    record Verdict(
            int episodes,
            int messages,
            List<String> lost,
            List<String> wrong,
            List<String> doubled,
            int marked,
            Delays delays) {}

    /**
     * From the slot in which an alert became true to its first message; also of those caught up late.
     *
     * @param slowest where the slowest hundredth spent its time, the slowest first
     */
    record Delays(Duration p50, Duration p99, Duration longest, List<String> slowest) {}

    Verdict judge(List<ChaosReceiver.Told> told) {
        Set<Episode> fired = episodes("FIRED", Instant.MAX);
        Set<Episode> resolved = episodes("RESOLVED", Instant.MAX);
        Map<Episode, ChaosReceiver.Told> first = new HashMap<>();
        Set<Episode> toldFiring = new HashSet<>();
        Set<Episode> toldResolved = new HashSet<>();
        Map<String, ChaosReceiver.Told> seen = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        int marked = 0;
        List<ChaosReceiver.Told> ours =
                told.stream().filter(one -> one.alert().startsWith("alert_")).toList();
        for (ChaosReceiver.Told one : ours) {
            Episode episode = new Episode(one.alert(), one.startsAt());
            boolean isTrue = one.isFiring() ? fired.contains(episode) : resolved.contains(episode);
            if (!isTrue) {
                wrong.add(one.toString());
            }
            (one.isFiring() ? toldFiring : toldResolved).add(episode);
            first.merge(episode, one, (a, b) -> a.atMillis() <= b.atMillis() ? a : b);
            ChaosReceiver.Told before = seen.putIfAbsent(one.isFiring() + " " + episode, one);
            if (before != null) {
                if (one.isPossibleDuplicate()) {
                    marked++;
                } else if (one.isNew()) {
                    doubled.add(one + " after " + before + story(one.alert()));
                }
            }
        }
        List<String> lost = new ArrayList<>();
        // One that ended before it was told is told once, as "fired and resolved".
        episodes("FIRED", until).stream()
                .filter(episode -> !toldFiring.contains(episode) && !toldResolved.contains(episode))
                .forEach(episode -> lost.add("fired " + episode + story(episode.alert())));
        episodes("RESOLVED", until).stream()
                .filter(episode -> !toldResolved.contains(episode))
                .forEach(episode -> lost.add("resolved " + episode + story(episode.alert())));
        long[] millis = first.values().stream()
                .mapToLong(MessageJudge::millisToTell)
                .sorted()
                .toArray();
        return new Verdict(
                fired.size(),
                ours.size(),
                lost,
                wrong,
                doubled,
                marked,
                new Delays(part(millis, 0.5), part(millis, 0.99), part(millis, 1), slowest(first.values())));
    }

    private static long millisToTell(ChaosReceiver.Told told) {
        return told.atMillis() - told.startsAt().toEpochMilli();
    }

    private List<String> slowest(Collection<ChaosReceiver.Told> first) {
        return first.stream()
                .sorted(Comparator.comparingLong(MessageJudge::millisToTell).reversed())
                .limit(first.size() / 100 + 1)
                .map(this::way)
                .toList();
    }

    /** After how many seconds an alert's first message came by each place on its way. */
    private String way(ChaosReceiver.Told told) {
        return jdbc.sql(
                                "select string_agg(what || ' ' || round(extract(epoch from at - cast(:from as timestamptz)), 1), ', '"
                                        + " order by at) from (select 'assigned' as what, dispatched_at as at from alert_event"
                                        + " where alert_name = :alert and fired_at = :from and kind = 'FIRED'"
                                        + " union all select 'queued', queued_at from delivery where id = :delivery"
                                        + " union all select 'attempt ' || number || ' ' || outcome, started_at"
                                        + " from delivery_attempt where delivery_id = :delivery"
                                        + " union all select 'ended', ended_at from delivery where id = :delivery) as way")
                        .param("from", told.startsAt().atOffset(ZoneOffset.UTC))
                        .param("alert", told.alert())
                        .param("delivery", told.delivery())
                        .query(String.class)
                        .single()
                + ", told " + millisToTell(told) / 1000.0 + " (" + told.alert() + " at " + told.startsAt() + ")";
    }

    /** What the database knows of an alert's way, for people who look for the mistake. */
    private String story(String alert) {
        return jdbc
                .sql("select text from (select happened_at as at, 'trail ' || step || ' ' || detail || ' notification '"
                        + " || coalesce(notification_id, 0) as text from notification_trail where alert_name = :alert"
                        + " union all select event_at, 'event ' || id || ' ' || kind || ' fired at ' || fired_at ||"
                        + " ' dispatched ' || coalesce(cast(dispatched_at as text), '-') from alert_event where alert_name = :alert"
                        + " union all select queued_at, 'delivery ' || id || ' ' || state || ' ' || reason || ' ' || headline ||"
                        + " ' attempts ' || attempts || ' ' || coalesce(failure_reason, '') from delivery"
                        + " where message like '%' || :alert || '%'"
                        + " union all select now(), 'member ' || status || ' told ' || told || ' next flush '"
                        + " || coalesce(cast(next_flush_at as text), '-') || ' ' || alert_id from notification_member m"
                        + " join notification_group g on g.id = m.group_id where alert_name = :alert"
                        + ") as all_of_it order by at")
                .param("alert", alert)
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.joining("\n", alert + ":\n", "\n"));
    }

    private static Duration part(long[] sorted, double part) {
        int index = (int) Math.max(0, Math.ceil(part * sorted.length) - 1);
        return sorted.length == 0 ? Duration.ZERO : Duration.ofMillis(sorted[index]);
    }

    private Set<Episode> episodes(String kind, Instant notAfter) {
        return new HashSet<>(jdbc
                .sql("select alert_name, fired_at, event_at from alert_event where kind = :kind"
                        + " and alert_name like 'alert~_%' escape '~'")
                .param("kind", kind)
                .query((row, number) -> Map.entry(new Episode(row.getString(1), time(row, 2)), time(row, 3)))
                .list()
                .stream()
                .filter(entry -> !entry.getValue().isAfter(notAfter))
                .map(Map.Entry::getKey)
                .toList());
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
