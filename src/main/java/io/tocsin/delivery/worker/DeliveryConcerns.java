package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.WaitingRows;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.Setbacks;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says which messages do not get where they are to go. Blocks for two short queries. */
final class DeliveryConcerns implements ConcernSource {

    /** By then a retry has failed several times, whatever the service asked for. */
    static final Duration LATE_AFTER = Duration.ofMinutes(10);

    private final DeliveryHistory history;
    private final ContactPointHealthStore health;
    private final ContactPoints contactPoints;
    private final DeliveryWorker worker;
    private final Clock clock;

    DeliveryConcerns(
            DeliveryHistory history,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            DeliveryWorker worker,
            Clock clock) {
        this.history = history;
        this.health = health;
        this.contactPoints = contactPoints;
        this.worker = worker;
        this.clock = clock;
    }

    @Override
    public List<Concern> concerns() {
        List<Concern> concerns = new ArrayList<>();
        Map<String, Instant> onTheirWay = new TreeMap<>();
        Set<ContactPointName> waitedFor = new HashSet<>();
        for (WaitingRows rows : history.waiting()) {
            waitedFor.add(rows.contactPoint());
            if (rows.state() == DeliveryState.SET_ASIDE) {
                concerns.add(setAside(rows));
            } else if (rows.state() != DeliveryState.PARKED) {
                onTheirWay.merge(
                        rows.contactPoint().value(), rows.oldest(), (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        health.findAll().stream()
                .filter(ContactPointHealth::isParked)
                .filter(parked -> waitedFor.contains(parked.contactPoint())
                        || contactPoints.find(parked.contactPoint()).isPresent())
                .map(DeliveryConcerns::parked)
                .forEach(concerns::add);
        onTheirWay.forEach((name, oldest) -> addLate(name, oldest, concerns));
        worker.setbacks().stream().map(DeliveryConcerns::failing).forEach(concerns::add);
        return concerns;
    }

    private static Concern setAside(WaitingRows rows) {
        return new Concern(
                "deliveries-set-aside",
                Severity.UNWATCHED,
                rows.contactPoint().value(),
                "not sent, because this version cannot read them: " + rows.count()
                        + "; run the version that wrote them, or drop them on the page Deliveries",
                rows.oldest());
    }

    private static Concern parked(ContactPointHealth parked) {
        DeliveryFailure cause = parked.parkedFor();
        String why = cause == null ? "" : ": " + cause.detail();
        return parked.isDisabled()
                ? new Concern(
                        "contact-point-disabled",
                        Severity.NOTICE,
                        parked.contactPoint().value(),
                        "disabled by a person" + why,
                        parked.parkedAt())
                : new Concern(
                        "contact-point-parked",
                        Severity.UNWATCHED,
                        parked.contactPoint().value(),
                        "takes no messages" + why + "; correct it, then un-park it on its page",
                        parked.parkedAt());
    }

    private void addLate(String name, Instant oldest, List<Concern> concerns) {
        if (contactPoints.find(new ContactPointName(name)).isEmpty()) {
            concerns.add(new Concern(
                    "contact-point-unknown",
                    Severity.UNWATCHED,
                    name,
                    "messages are to go there, and there is no such contact point; they go to the Inbox after a while",
                    oldest));
        } else if (oldest.plus(LATE_AFTER).isBefore(clock.instant())) {
            concerns.add(new Concern(
                    "deliveries-late",
                    Severity.UNWATCHED,
                    name,
                    "messages have been waiting for more than " + LATE_AFTER.toMinutes()
                            + " minutes; the page Deliveries says what each attempt came to",
                    oldest));
        }
    }

    private static Concern failing(Setbacks.Setback setback) {
        return new Concern(
                "delivery-failing",
                Severity.UNWATCHED,
                setback.name(),
                "failed " + setback.failures() + " times in a row with " + setback.cause()
                        + "; it is tried again, the others go on",
                setback.since());
    }
}
