package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Un-parks contact points that work again: at once when they have a new endpoint, and otherwise when the service says so
 * without being sent a message.
 */
final class ContactPointProbe {

    private static final Logger log = LoggerFactory.getLogger(ContactPointProbe.class);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

    private final ContactPointHealthStore health;
    private final ContactPoints contactPoints;
    private final Map<ContactPointKind, Notifier> notifiers;
    private final DeliveryHistory history;
    private final Clock clock;

    ContactPointProbe(
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            Map<ContactPointKind, Notifier> notifiers,
            DeliveryHistory history,
            Clock clock) {
        this.health = health;
        this.contactPoints = contactPoints;
        this.notifiers = notifiers;
        this.history = history;
        this.clock = clock;
    }

    /** Somebody corrected the URL or the token. */
    void tryNewEndpoints() {
        for (ContactPointHealth known : parked()) {
            Optional<ContactPoint> contactPoint = contactPoints.find(known.contactPoint());
            String lane = known.parkedLane();
            if (contactPoint.isPresent() && lane != null && !lane.equals(laneOf(contactPoint.get()))) {
                unpark(known.contactPoint(), "its settings have changed");
            }
        }
    }

    /** Asks the services that tell without a message; the answers come on other threads. */
    void ask() {
        for (ContactPointHealth known : parked()) {
            contactPoints.find(known.contactPoint()).ifPresent(this::ask);
        }
    }

    private void ask(ContactPoint contactPoint) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        if (notifier == null || !notifier.canCheck()) {
            return;
        }
        notifier.check(contactPoint)
                .timeout(CHECK_TIMEOUT)
                .publishOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .subscribe(
                        result -> {
                            if (result.isUsable() && result.isConclusive()) {
                                unpark(contactPoint.name(), "it answers again");
                            }
                        },
                        e -> log.warn("Probe failed: contactPoint={}", contactPoint.name()));
    }

    private void unpark(ContactPointName name, String why) {
        int count = history.unpark(name, clock.instant());
        log.info("Contact point un-parked, {}: contactPoint={} deliveries={}", why, name, count);
    }

    private List<ContactPointHealth> parked() {
        return health.findAll().stream()
                .filter(known -> known.isParked() && !known.isDisabled())
                .toList();
    }

    private String laneOf(ContactPoint contactPoint) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        return notifier == null ? "" : notifier.lane(contactPoint);
    }
}
