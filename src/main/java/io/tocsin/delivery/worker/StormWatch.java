package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.Storm;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.OutboxRows;
import io.tocsin.delivery.store.Storms;
import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one summary instead of many messages while more of them wait than a chat can take. The summary is edited as the
 * storm goes on where the chat can do that; elsewhere a new one comes once in an interval. Blocks.
 */
final class StormWatch {

    private static final Logger log = LoggerFactory.getLogger(StormWatch.class);
    private static final int BATCH = 300;
    private static final int MAX_BATCHES = 100;
    /** An edit is cheap, but it too counts for the service's limit. */
    private static final int EDITS_PER_INTERVAL = 6;
    /** An edit notifies nobody: what comes later than this is worth a message of its own. */
    private static final int INTERVALS_PER_POST = 10;
    /** A storm is over when less than this part of the threshold comes in an interval. */
    private static final int CALM_PART = 4;

    private final DeliveryQueue queue;
    private final Storms storms;
    private final DeliveryMetrics metrics;
    private final UnreadableDeliveries unreadable;
    private final int threshold;
    private final Duration interval;

    StormWatch(
            DeliveryQueue queue,
            Storms storms,
            DeliveryMetrics metrics,
            UnreadableDeliveries unreadable,
            StormSettings settings) {
        this.queue = queue;
        this.storms = storms;
        this.metrics = metrics;
        this.unreadable = unreadable;
        this.threshold = settings.stormThreshold();
        this.interval = settings.stormInterval();
    }

    /** The contact points that must be looked at although nothing may wait for them. */
    List<ContactPointName> contactPoints() {
        List<Storm> all = storms.findAll();
        metrics.storms(all.size());
        return all.stream().map(Storm::contactPoint).toList();
    }

    /** Folds what is to be folded. True while a storm goes on: then only its summary may be sent. */
    boolean look(ContactPoint contactPoint, Instant at) {
        Optional<Storm> storm = storms.find(contactPoint.name());
        if (storm.isEmpty()) {
            return threshold > 0
                    && isChat(contactPoint.kind())
                    && queue.countWaiting(contactPoint.name()) > threshold
                    && begin(contactPoint, at);
        }
        if (at.isBefore(storm.get().times().summedUp().plus(pause(contactPoint)))
                || queue.isWaiting(contactPoint.name(), DeliveryQueue.STORM_GROUP)) {
            return true;
        }
        return goOn(storm.get(), contactPoint, at);
    }

    /** Programs want each message, and the Inbox has room for all. */
    private static boolean isChat(ContactPointKind kind) {
        return switch (kind) {
            case SLACK, SLACK_BOT, DISCORD -> true;
            case WEBHOOK, INBOX -> false;
        };
    }

    private Duration pause(ContactPoint contactPoint) {
        return contactPoint.kind().canEdit() ? interval.dividedBy(EDITS_PER_INTERVAL) : interval;
    }

    private boolean begin(ContactPoint contactPoint, Instant at) {
        if (queue.findFoldable(contactPoint.name(), threshold + 1).size() <= threshold) {
            return false;
        }
        boolean hasBegun = fold(Storm.beginning(contactPoint.name(), at), contactPoint, at);
        if (hasBegun) {
            metrics.stormBegan(contactPoint.name());
            log.warn("Storm began, messages are summed up: contactPoint={}", contactPoint.name());
        }
        return hasBegun;
    }

    private boolean goOn(Storm storm, ContactPoint contactPoint, Instant at) {
        OutboxRows found = queue.findFoldable(contactPoint.name(), calm() + 1);
        int waiting = found.size();
        // Those that wait for others are folded behind them: queued anew, they could wait for one another.
        boolean isOver = waiting <= calm()
                && !at.isBefore(storm.times().busy().plus(interval))
                && !queue.isAnyBehindAnotherGroup(storm.contactPoint());
        if (isOver) {
            return !end(storm, unreadable.setAside(found, at), at);
        }
        if (waiting > 0 || storm.isUnsummed()) {
            fold(waiting > calm() ? storm.busy(at) : storm, contactPoint, at);
        }
        return true;
    }

    private int calm() {
        return Math.max(threshold / CALM_PART, 1);
    }

    /** In batches, of which only the last one writes the summary: there may be more than memory has room for. */
    private boolean fold(Storm beginning, ContactPoint contactPoint, Instant at) {
        StormSummary summary = new StormSummary(storms.findSummary(beginning));
        Storm storm = beginning;
        for (int i = 0; i < MAX_BATCHES; i++) {
            OutboxRows found = queue.findFoldable(contactPoint.name(), BATCH);
            List<Delivery> batch = unreadable.setAside(found, at);
            summary.add(batch);
            int count = (int) batch.stream()
                    .filter(delivery -> !delivery.message().isEditOnly())
                    .count();
            boolean isLast = found.size() < BATCH || i == MAX_BATCHES - 1;
            Storm next = isLast ? summedUp(storm.folded(count), summary, at) : storm.folded(count);
            Optional<Storm> written = storms.fold(
                    next, batch, isLast ? totals -> delivery(next, summary.goesOn(next, totals, at), at) : null, at);
            if (written.isEmpty()) {
                log.debug("Storm not folded, somebody else did: contactPoint={}", contactPoint.name());
                return i > 0;
            }
            if (isLast) {
                return true;
            }
            storm = written.get();
        }
        return true;
    }

    private Storm summedUp(Storm storm, StormSummary summary, Instant at) {
        boolean isToBeHeard = summary.hasNews()
                && !at.isBefore(storm.times().posted().plus(interval.multipliedBy(INTERVALS_PER_POST)));
        return (isToBeHeard ? storm.postedAnew(at) : storm).summedUp(at);
    }

    private boolean end(Storm storm, List<Delivery> waiting, Instant at) {
        StormSummary summary = new StormSummary(storms.findSummary(storm));
        boolean isEnded =
                storms.end(storm, waiting, totals -> delivery(storm, summary.isOver(storm, totals, at), at), at);
        if (isEnded) {
            log.info("Storm is over: contactPoint={} messages={}", storm.contactPoint(), storm.messages());
        }
        return isEnded;
    }

    private static NewDelivery delivery(Storm storm, io.tocsin.message.Message message, Instant at) {
        return new NewDelivery("storm:" + storm.contactPoint() + "@" + at, message);
    }
}
