package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Deliveries as people look at them, and what a person can do with one. All methods block. */
@Repository
public class DeliveryHistory {

    public static final int MAX_PAGE_SIZE = 200;

    private final JdbcClient jdbc;
    private final DeliveryRows rows;
    private final ContactPointHealthStore health;
    private final ApplicationEventPublisher events;

    DeliveryHistory(JdbcClient jdbc, ContactPointHealthStore health, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.rows = new DeliveryRows(jdbc);
        this.health = health;
        this.events = events;
    }

    /**
     * Which deliveries a page shows, the newest first.
     *
     * @param state null: any
     * @param isWaiting only those that are not at their end yet
     * @param contactPoint null: any
     * @param before only older ones than this; null: from the newest
     */
    public record DeliveryFilter(
            @Nullable DeliveryState state,
            boolean isWaiting,
            @Nullable ContactPointName contactPoint,
            @Nullable DeliveryId before) {

        public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null);

        public DeliveryFilter(
                @Nullable DeliveryState state, @Nullable ContactPointName contactPoint, @Nullable DeliveryId before) {
            this(state, false, contactPoint, before);
        }
    }

    /** One page, the newest first; at most {@link #MAX_PAGE_SIZE}. */
    public List<Delivery> list(DeliveryFilter filter, int limit) {
        int most = Math.min(Math.max(limit, 1), MAX_PAGE_SIZE);
        String before =
                filter.before() == null ? "" : " and d.id < " + filter.before().value();
        if (filter.state() == null && !filter.isWaiting() && filter.contactPoint() == null) {
            return jdbc.sql("select " + DeliveryRows.COLUMNS + " from delivery d where 1 = 1" + before
                            + " order by d.id desc limit :limit")
                    .param("limit", most)
                    .query(rows::read)
                    .list();
        }
        List<String> conditions = Stream.of(DeliveryState.values())
                .filter(state -> filter.state() == null || filter.state() == state)
                .filter(state -> !filter.isWaiting() || state.isOpen())
                .map(state -> "d.state = '" + state.name() + "'")
                .collect(Collectors.toCollection(ArrayList::new));
        if (filter.state() == null && !filter.isWaiting()) {
            conditions.addAll(ofNewerVersions());
        }
        List<Long> ids = conditions.isEmpty() ? List.of() : newest(filter.contactPoint(), conditions, before, most);
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql("select " + DeliveryRows.COLUMNS
                                + " from delivery d where d.id in (:ids) order by d.id desc")
                        .param("ids", ids)
                        .query(rows::read)
                        .list();
    }

    /** Conditions for what is in none of the states that this version knows: before, between and behind them in an index. */
    private static List<String> ofNewerVersions() {
        List<String> conditions = new ArrayList<>();
        String from = "";
        for (String known :
                Stream.of(DeliveryState.values()).map(Enum::name).sorted().toList()) {
            conditions.add(from + "d.state < '" + known + "'");
            from = "d.state > '" + known + "' and ";
        }
        conditions.add(from.replace(" and ", ""));
        return conditions;
    }

    /**
     * The ids of the newest that meet one of these conditions for their state. What meets one is the end of an index, which is
     * said by the order, too: otherwise H2 reads and sorts all deliveries that there are. One that meets two, because the
     * database has an order of letters of its own, counts once.
     */
    private List<Long> newest(
            @Nullable ContactPointName contactPoint, List<String> conditions, String before, int most) {
        String of = contactPoint == null ? "" : " and d.contact_point = :contactPoint";
        String order = (contactPoint == null ? "" : "d.contact_point desc, ") + "d.state desc, d.id desc";
        String sql = conditions.stream()
                .map(condition -> "(select d.id from delivery d where " + condition + of + before + " order by " + order
                        + " limit :limit)")
                .collect(Collectors.joining(" union all "));
        JdbcClient.StatementSpec statement = jdbc.sql(sql).param("limit", most);
        if (contactPoint != null) {
            statement = statement.param("contactPoint", contactPoint.value());
        }
        return statement.query(Long.class).list().stream()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .toList();
    }

    public Optional<Delivery> find(DeliveryId id) {
        return rows.find(id);
    }

    /** The attempts of a delivery in order. */
    public List<DeliveryAttempt> attempts(DeliveryId id) {
        return jdbc.sql("select delivery_id, number, started_at, ended_at, outcome, reason, detail"
                        + " from delivery_attempt where delivery_id = :id order by number, started_at")
                .param("id", id.value())
                .query((row, number) -> {
                    String reason = row.getString("reason");
                    return new DeliveryAttempt(
                            new DeliveryId(row.getLong("delivery_id")),
                            row.getInt("number"),
                            SqlTimes.read(row, "started_at"),
                            SqlTimes.read(row, "ended_at"),
                            row.getString("outcome"),
                            reason == null ? null : StoredEnums.read(reason, FailureReason.OTHER),
                            row.getString("detail"));
                })
                .list();
    }

    /**
     * How many deliveries are in each state; states without any are absent. Nearly all have been delivered: those are what is
     * left of all when the few others are counted, for H2 knows how many rows a table has. The two comparisons find the others in
     * an index, also those in a state of a newer version, which counts as set aside.
     */
    public Map<DeliveryState, Long> countByState() {
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        jdbc.sql("select state, count(*) as number from delivery where state < 'DELIVERED' group by state"
                        + " union all select state, count(*) as number from delivery where state > 'DELIVERED' group by state"
                        + " union all select 'DELIVERED' as state, count(*) as number from delivery")
                .query((row) -> {
                    DeliveryState state = StoredEnums.read(row.getString("state"), DeliveryState.SET_ASIDE);
                    counts.merge(state, row.getLong("number"), Long::sum);
                });
        long all = counts.getOrDefault(DeliveryState.DELIVERED, 0L);
        counts.remove(DeliveryState.DELIVERED);
        long delivered =
                all - counts.values().stream().mapToLong(Long::longValue).sum();
        if (delivered > 0) {
            counts.put(DeliveryState.DELIVERED, delivered);
        }
        return counts;
    }

    /** How many deliveries are open for each contact point, by name; contact points without any are absent. */
    public Map<String, Long> countWaiting() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.sql("select contact_point, count(*) as number from delivery" + " where state in " + DeliveryRows.WAITING
                        + " group by contact_point")
                .query((row) -> {
                    counts.put(row.getString("contact_point"), row.getLong("number"));
                });
        return counts;
    }

    /** A text that is another one after each new delivery and each step of one. */
    public String changeMark() {
        return jdbc.sql(
                        "select (select max(id) from delivery) as newest, (select max(ended_at) from delivery) as ended,"
                                + " count(*) as waiting, sum(version) as steps from delivery"
                                + " where state in " + DeliveryRows.WAITING)
                .query((row, number) -> row.getLong("newest") + "." + row.getString("ended") + "."
                        + row.getLong("waiting") + "." + row.getLong("steps"))
                .single();
    }

    /** Sends it again, now; what cannot be read is set aside again then. False when it is being sent, was delivered, or changed meanwhile. */
    @Transactional
    public boolean retry(DeliveryId id, Instant at) {
        return change(id, progress -> progress.requeued(at));
    }

    /** Gives it up by a person's wish. False as for {@link #retry}. */
    @Transactional
    public boolean drop(DeliveryId id, Instant at) {
        return change(id, progress -> progress.ended(DeliveryState.DROPPED, at, null));
    }

    /** Sends it to another contact point instead. False as for {@link #retry}, and when it cannot be read. */
    @Transactional
    public boolean redirect(DeliveryId id, ContactPointName to, Instant at) {
        Optional<Delivery> delivery =
                rows.find(id).filter(DeliveryHistory::mayBeChanged).filter(Delivery::isReadable);
        if (delivery.isEmpty()) {
            return false;
        }
        boolean isPassedOn = new DeliveryQueue(jdbc)
                .passOn(delivery.get(), to, delivery.get().message(), at, null);
        events.publishEvent(new DeliveriesWaiting());
        return isPassedOn;
    }

    /** Lets a parked contact point work again and queues what waits for it. Returns how many deliveries that were. */
    @Transactional
    public int unpark(ContactPointName name, Instant at) {
        health.unpark(name);
        int count = jdbc.sql("update delivery set state = 'QUEUED', due_at = :at, version = version + 1"
                        + " where state = 'PARKED' and contact_point = :name")
                .param("at", SqlTimes.of(at))
                .param("name", name.value())
                .update();
        events.publishEvent(new DeliveriesWaiting());
        return count;
    }

    private boolean change(DeliveryId id, java.util.function.UnaryOperator<DeliveryProgress> step) {
        Optional<Delivery> delivery = rows.find(id).filter(DeliveryHistory::mayBeChanged);
        boolean isChanged = delivery.map(found -> rows.write(found.with(step.apply(found.progress())), null))
                .orElse(false);
        events.publishEvent(new DeliveriesWaiting());
        return isChanged;
    }

    private static boolean mayBeChanged(Delivery delivery) {
        return delivery.state() != DeliveryState.SENDING && delivery.state() != DeliveryState.DELIVERED;
    }

    /** What has not come to an end, by contact point and state. Only the first of each are read, the others counted in an index. */
    public List<WaitingRows> waiting() {
        return jdbc.sql(
                        "select g.contact_point, g.state, g.number, d.queued_at as oldest from (select contact_point, state,"
                                + " count(*) as number, min(id) as first_id from delivery where state in "
                                + DeliveryRows.WAITING
                                + " group by contact_point, state) g join delivery d on d.id = g.first_id"
                                + " order by g.contact_point, g.state")
                .query((row, number) -> new WaitingRows(
                        new ContactPointName(row.getString("contact_point")),
                        StoredEnums.read(row.getString("state"), DeliveryState.SET_ASIDE),
                        row.getLong("number"),
                        SqlTimes.read(row, "oldest")))
                .list();
    }

    /** Since when the first of all that are on their way has been waiting; empty when nothing waits. */
    public Optional<Instant> oldestWaiting() {
        return jdbc.sql("select queued_at as oldest from delivery where id ="
                        + " (select min(id) from delivery where state in ('QUEUED', 'SENDING', 'RETRYING'))")
                .query((row, number) -> SqlTimes.read(row, "oldest"))
                .optional();
    }
}
