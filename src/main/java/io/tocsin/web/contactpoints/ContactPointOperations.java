package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.SafeMono;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What can be done with contact points: looked at, saved, tested, un-parked, disabled, deleted and brought back. What cannot
 * be done throws a status with the key of its text. All but the test block.
 */
@Component
public class ContactPointOperations {

    private static final Logger log = LoggerFactory.getLogger(ContactPointOperations.class);

    private final ContactPoints contactPoints;
    private final ContactPointTester tester;
    private final StoredContactPoints stored;
    private final DeliveryHistory deliveries;
    private final ContactPointHealthStore health;
    private final ContactPointUses uses;
    private final Clock clock;

    ContactPointOperations(
            ContactPoints contactPoints,
            ContactPointTester tester,
            StoredContactPoints stored,
            DeliveryHistory deliveries,
            ContactPointHealthStore health,
            ContactPointUses uses,
            Clock clock) {
        this.contactPoints = contactPoints;
        this.tester = tester;
        this.stored = stored;
        this.deliveries = deliveries;
        this.health = health;
        this.uses = uses;
        this.clock = clock;
    }

    /** All of them as they stand. */
    public List<ContactPointRow> rows() {
        Map<String, ContactPointHealth> byName = health.findAll().stream()
                .collect(Collectors.toMap(one -> one.contactPoint().value(), one -> one));
        Map<String, Long> waiting = deliveries.countWaiting();
        return contactPoints.all().stream()
                .map(one -> ContactPointRow.of(
                        one,
                        byName.get(one.name().value()),
                        waiting.getOrDefault(one.name().value(), 0L)))
                .toList();
    }

    public ContactPointRow row(String name) {
        ContactPoint contactPoint = require(name);
        long waiting = deliveries.countWaiting().getOrDefault(name, 0L);
        return ContactPointRow.of(contactPoint, health.find(contactPoint.name()).orElse(null), waiting);
    }

    /** @throws ResponseStatusException if there is none of that name */
    public ContactPoint require(String name) {
        if (name.isBlank()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "error.contact-point.missing");
        }
        return contactPoints
                .find(new ContactPointName(name))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.contact-point.missing"));
    }

    /** What is wrong with the definition, which is stored when nothing is; secrets that it leaves out stay. */
    public List<ContactPointProblem> save(ContactPointDefinition definition, String by) {
        return stored.save(definition, by);
    }

    /** Whether a new contact point, or a changed one, may have this name: a provisioned one is changed in its file. */
    boolean isTaken(String name, boolean isChange) {
        return contactPoints
                .find(new ContactPointName(name))
                .filter(other -> !isChange || other.isProvisioned())
                .isPresent();
    }

    /** Whether one of the name comes from the file, or is built in: then it is not saved. */
    public boolean isProvisioned(String name) {
        return !name.isBlank() && isTaken(name, true);
    }

    /** Sends the firing and the resolved sample; the database is asked on its own threads. */
    public Mono<ContactPointTester.TestResult> test(String name, String by) {
        return SafeMono.fromCallable(() -> require(name))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(found -> log.info("Contact point tested: contactPoint={} by={}", name, by))
                .flatMap(tester::test)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(result -> {
                    if (result.isSuccess()) {
                        health.succeeded(new ContactPointName(name), clock.instant());
                    }
                });
    }

    /** Returns how many deliveries go on. */
    public int unpark(String name, String by) {
        ContactPoint contactPoint = require(name);
        int count = deliveries.unpark(contactPoint.name(), clock.instant());
        log.info("Contact point un-parked: contactPoint={} deliveries={} by={}", name, count, by);
        return count;
    }

    /** Its messages go to its fallback, or wait; also one of the file can be disabled. */
    public void disable(String name, String by) {
        ContactPoint contactPoint = require(name);
        health.disable(contactPoint.name(), by, clock.instant());
        log.info("Contact point disabled: contactPoint={} by={}", name, by);
    }

    public void restore(String name, String by) {
        if (name.isBlank() || !stored.restore(new ContactPointName(name), by)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.gone");
        }
    }

    public void delete(String name, String by) {
        ContactPoint contactPoint = require(name);
        if (contactPoint.isProvisioned()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.provisioned");
        }
        if (!uses.of(contactPoint.name()).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.used");
        }
        stored.delete(contactPoint.name(), by);
    }
}
