package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.SqlTimes;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NextStep;
import io.tocsin.message.Message;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox as the workers see it. Rows are claimed by an optimistic version, which is safe between replicas on both
 * databases; a group's row is due only when no earlier row of the group is open. All methods block.
 */
@Repository
public class DeliveryQueue {

    /** The group key of summaries; a summary speaks for many groups, so all later messages wait for it. */
    public static final String STORM_GROUP = "tocsin:storm";

    /** Whether no earlier message of the same group, and no earlier summary, is still on its way. */
    private static final String FIRST_OF_ITS_GROUP =
            openBefore("d.group_hash") + openBefore("'" + DeliveryRows.groupHash(STORM_GROUP) + "'");

    /** What is being sent may go another way than what follows it, unless that waits; so may what another group is behind. */
    private static final String MAY_GO_ANOTHER_WAY = " and not exists (select 1 from delivery e where"
            + " e.contact_point = d.contact_point and e.group_hash = d.group_hash and e.state = 'SENDING')"
            + OrderAcrossGroups.GROUP_BEHIND_NO_OTHER;

    /** The file of a message that people have is no news. */
    private static final String NO_FILE = " d.reason <> '" + NotificationReason.LOG_LINES.name() + "'";

    private static final String DUE = " and d.due_at <= :now";

    /** Everybody writes several rows in this order, so that no two wait for each other. */
    private static final Comparator<Delivery> IN_WRITING_ORDER =
            Comparator.comparing(delivery -> delivery.id().value());

    private final JdbcClient jdbc;
    private final DeliveryRows rows;
    private final WaitingDeliveries waiting;
    private final DueContactPoints dueContactPoints;
    private final OrderAcrossGroups order;

    private static String openBefore(String group) {
        return " and not exists (select 1 from delivery e where e.contact_point = d.contact_point and e.group_hash = "
                + group + " and e.id < d.id and e.state in ('QUEUED', 'SENDING', 'RETRYING'))";
    }

    DeliveryQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.rows = new DeliveryRows(jdbc);
        this.waiting = new WaitingDeliveries(jdbc, rows);
        this.dueContactPoints = new DueContactPoints(jdbc);
        this.order = new OrderAcrossGroups(jdbc);
    }

    /** Contact points with at least one row whose time has come. */
    public List<ContactPointName> contactPointsWithDue(Instant now) {
        return dueContactPoints.all(now);
    }

    /**
     * The same without reading every row when very many are due: then those that are not known may be missing.
     *
     * @param known the names of contact points that are not to be missing
     */
    public List<ContactPointName> contactPointsWithDue(Collection<ContactPointName> known, Instant now) {
        return dueContactPoints.amongKnown(known, now);
    }

    /** The oldest rows that may be sent now, at most one per group. */
    public OutboxRows findDue(ContactPointName contactPoint, Instant now, int limit) {
        return waiting.find(
                contactPoint,
                DUE + FIRST_OF_ITS_GROUP + OrderAcrossGroups.BEHIND_NO_OTHER_GROUP,
                Map.of("now", SqlTimes.of(now)),
                limit);
    }

    /** The same, and those that wait for messages of other groups. */
    public OutboxRows findFirstOfGroups(ContactPointName contactPoint, Instant now, int limit) {
        return waiting.find(contactPoint, DUE + FIRST_OF_ITS_GROUP, Map.of("now", SqlTimes.of(now)), limit);
    }

    /** The summary of a storm, if it may be sent now. */
    public OutboxRows findDueSummary(ContactPointName contactPoint, Instant now) {
        return waiting.find(
                contactPoint,
                " and d.group_hash = :group" + DUE + FIRST_OF_ITS_GROUP,
                Map.of("group", DeliveryRows.groupHash(STORM_GROUP), "now", SqlTimes.of(now)),
                1);
    }

    /** Whether a message of the group is still on its way. */
    public boolean isWaiting(ContactPointName contactPoint, String groupKey) {
        return jdbc.sql("select count(*) from delivery where contact_point = :contactPoint and group_hash = :group"
                                + " and state in ('QUEUED', 'SENDING', 'RETRYING')")
                        .param("contactPoint", contactPoint.value())
                        .param("group", DeliveryRows.groupHash(groupKey))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Begins an attempt; empty when another worker was faster. */
    public Optional<Delivery> claim(Delivery due, String owner, Instant leaseUntil) {
        Delivery claimed = due.with(due.progress().sending());
        boolean isMine = rows.write(claimed, new DeliveryRows.Lease(owner, leaseUntil));
        return isMine ? Optional.of(claimed.written()) : Optional.empty();
    }

    /**
     * Begins attempts, all in one transaction with their turns.
     *
     * @param turns takes the turns of those that it returns
     * @return those with which no other worker was faster
     */
    @Transactional
    public List<Delivery> claim(Supplier<List<Delivery>> turns, String owner, Instant leaseUntil) {
        return turns.get().stream()
                .sorted(IN_WRITING_ORDER)
                .flatMap(due -> claim(due, owner, leaseUntil).stream())
                .toList();
    }

    /** Undoes a claim of which nobody knows whether it was written, and for which nothing was sent. */
    @Transactional
    public void giveBack(Delivery due, String owner) {
        Delivery claimed = due.with(due.progress().sending()).written();
        if (rows.isHeldBy(claimed, owner)) {
            rows.write(claimed.with(due.progress()), null);
        }
    }

    /** Keeps what an edit really shows, so that the next edit can go on from there. */
    @Transactional
    public void keep(Delivery claimed, Message shown) {
        rows.writeMessage(claimed, shown);
    }

    /** Ends an attempt; false when the lease was lost, in which case nothing is written. */
    @Transactional
    public boolean finish(Delivery claimed, DeliveryProgress next, DeliveryAttempt attempt) {
        return write(claimed, next, attempt);
    }

    /**
     * A message that its service has.
     *
     * @param completion what completes it and is to be queued with its end; null: nothing
     */
    public record SentDelivery(
            Delivery claimed,
            DeliveryProgress next,
            DeliveryAttempt attempt,
            @Nullable NewDelivery completion) {}

    /** Ends attempts, all in one transaction. Returns those whose lease was not lost; of others nothing is written. */
    @Transactional
    public Set<DeliveryId> finish(List<SentDelivery> all) {
        return all.stream()
                .sorted(Comparator.comparing(SentDelivery::claimed, IN_WRITING_ORDER))
                .filter(this::finish)
                .map(one -> one.claimed().id())
                .collect(Collectors.toSet());
    }

    private boolean finish(SentDelivery one) {
        Delivery claimed = one.claimed();
        boolean isMine = write(claimed, one.next(), one.attempt());
        if (isMine && one.completion() != null) {
            rows.insert(
                    one.completion(),
                    claimed.contactPoint(),
                    claimed.hops(),
                    one.attempt().endedAt());
        }
        return isMine;
    }

    /** Ends a delivery here and queues the message at another contact point, in one transaction. */
    @Transactional
    public boolean passOn(
            Delivery delivery, ContactPointName to, Message message, Instant at, @Nullable DeliveryAttempt attempt) {
        DeliveryFailure failure = attempt == null ? null : attempt.failure();
        if (!write(delivery, delivery.progress().passedOn(to.value(), at, failure), attempt)) {
            return false;
        }
        String key = "delivery:" + delivery.id() + "->" + to.value();
        rows.insert(new NewDelivery(key, message), to, delivery.hops() + 1, at);
        return true;
    }

    /** Replaces a waiting delivery by others, in one transaction; nothing is written when it was changed meanwhile. */
    @Transactional
    public boolean replace(Delivery old, List<NewDelivery> replacements, String detail, Instant at) {
        if (!rows.endReplaced(List.of(old), detail, at)) {
            return false;
        }
        rows.insertInstead(old, replacements, at);
        return true;
    }

    /** Whether something waits for messages of another group. */
    public boolean isAnyBehindAnotherGroup(ContactPointName contactPoint) {
        return order.isAnyBehindAnother(contactPoint);
    }

    /** Forgets which alerts were told by messages that are over. */
    @Transactional
    public void forgetEnded() {
        order.forgetEnded();
    }

    /** Waiting rows whose group neither is being sent nor waits for another, the oldest first; no summaries and no files. */
    public OutboxRows findFoldable(ContactPointName contactPoint, int limit) {
        return waiting.find(
                contactPoint,
                MAY_GO_ANOTHER_WAY + " and d.group_hash <> :storm and" + NO_FILE,
                Map.of("storm", DeliveryRows.groupHash(STORM_GROUP)),
                limit);
    }

    /** Queues a message that no decision made, for example the notice that a contact point was parked. */
    @Transactional
    public boolean add(NewDelivery delivery, Instant at) {
        return rows.insert(delivery, delivery.message().receiver(), 0, at);
    }

    /**
     * Takes rows away from workers that did not finish them in time: they died, stand still, or lost the database. Whether
     * the service has these messages is not known. Waits for nobody: what another replica takes over just now is its own.
     *
     * @return how many were taken over
     */
    @Transactional
    public int takeOver(Instant now) {
        return takeOver("d.lease_until < :now", "", now);
    }

    /** The same for every row of other owners; only for a database that no other process can be using. */
    @Transactional
    public int takeOverFromAllBut(String owner, Instant now) {
        return takeOver("(d.lease_until < :now or d.lease_owner <> :owner)", owner, now);
    }

    private int takeOver(String condition, String owner, Instant now) {
        List<Delivery> lost = jdbc.sql("select " + DeliveryRows.COLUMNS
                        + " from delivery d where d.state = 'SENDING' and " + condition
                        + " order by d.id limit 500 for update skip locked")
                .param("now", SqlTimes.of(now))
                .param("owner", owner)
                .query(rows::read)
                .list();
        DeliveryFailure failure = new DeliveryFailure(FailureReason.WORKER_LOST, "the worker did not finish in time");
        int count = 0;
        for (Delivery delivery : lost) {
            DeliveryProgress next = delivery.progress().retrying(new NextStep.Retry(now, false, true), failure);
            if (rows.write(delivery.with(next), null)) {
                rows.record(new DeliveryAttempt(
                        delivery.id(),
                        delivery.progress().attempts(),
                        delivery.progress().dueAt(),
                        now,
                        "ambiguous",
                        failure.reason(),
                        failure.detail()));
                count++;
            }
        }
        return count;
    }

    /** The newest message of the group that this contact point shows and that can be edited; empty when it cannot be read. */
    public Optional<Delivery> findLastDelivered(ContactPointName contactPoint, String groupKey) {
        return jdbc.sql("select " + DeliveryRows.COLUMNS + " from delivery d where d.contact_point = :contactPoint"
                        + " and d.group_hash = :group and d.state = 'DELIVERED' and d.external_id <> ''"
                        + " order by d.id desc limit 1")
                .param("contactPoint", contactPoint.value())
                .param("group", DeliveryRows.groupHash(groupKey))
                .query(rows::read)
                .optional()
                .filter(Delivery::isReadable);
    }

    /** The oldest rows that wait for a contact point, due or not, and whose group neither is being sent nor waits for another. */
    public OutboxRows findWaiting(ContactPointName contactPoint, int limit) {
        return waiting.find(contactPoint, MAY_GO_ANOTHER_WAY, Map.of(), limit);
    }

    /**
     * Sets a row aside until its contact point is un-parked. One that was un-parked meanwhile, and would not be again, is sent
     * instead.
     *
     * @return false when somebody else wrote it
     */
    @Transactional
    public boolean park(Delivery delivery, @Nullable DeliveryAttempt attempt, Instant at) {
        DeliveryFailure failure = attempt == null ? null : attempt.failure();
        DeliveryProgress next = isParkedUntilTheEnd(delivery.contactPoint())
                ? delivery.progress().parked(failure)
                : delivery.progress().requeued(at);
        return write(delivery, next, attempt);
    }

    /** Whoever un-parks it waits until this transaction has ended. */
    private boolean isParkedUntilTheEnd(ContactPointName name) {
        return jdbc.sql("select contact_point from contact_point_health where contact_point = :name"
                        + " and parked_at is not null for update")
                .param("name", name.value())
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** Ends a row that has nothing to say to anybody; false when somebody else wrote it. */
    @Transactional
    public boolean dropUnsent(Delivery delivery, @Nullable DeliveryAttempt attempt, Instant at) {
        DeliveryFailure failure =
                new DeliveryFailure(FailureReason.REPLACED, "there is no message that it could change");
        return write(delivery, delivery.progress().ended(DeliveryState.DROPPED, at, failure), attempt);
    }

    private boolean write(Delivery delivery, DeliveryProgress next, @Nullable DeliveryAttempt attempt) {
        boolean isMine = rows.write(delivery.with(next), null);
        if (isMine && attempt != null) {
            rows.record(attempt);
        }
        return isMine;
    }

    /** How many messages wait to be sent to a contact point. */
    public int countWaiting(ContactPointName contactPoint) {
        return waiting.count(contactPoint, " and" + NO_FILE);
    }
}
