package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What can be done with a delivery that was not delivered. Blocks; each throws a status with the key of its text. */
@Component
public class DeliveryOperations {

    private static final Logger log = LoggerFactory.getLogger(DeliveryOperations.class);

    private final DeliveryHistory history;
    private final ContactPoints contactPoints;
    private final Clock clock;

    DeliveryOperations(DeliveryHistory history, ContactPoints contactPoints, Clock clock) {
        this.history = history;
        this.contactPoints = contactPoints;
        this.clock = clock;
    }

    public void retry(long id, String by) {
        done(id, "retried", history.retry(new DeliveryId(id), clock.instant()), by);
    }

    public void drop(long id, String by) {
        done(id, "dropped", history.drop(new DeliveryId(id), clock.instant()), by);
    }

    public void redirect(long id, String to, String by) {
        if (to.isBlank() || contactPoints.find(new ContactPointName(to)).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.contact-point.missing");
        }
        if (!history.find(new DeliveryId(id)).map(Delivery::isReadable).orElse(true)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.delivery.unreadable");
        }
        done(id, "redirected", history.redirect(new DeliveryId(id), new ContactPointName(to), clock.instant()), by);
    }

    private static void done(long id, String what, boolean isDone, String by) {
        if (!isDone) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.delivery.changed");
        }
        log.info("Delivery {} by a person: delivery={} by={}", what, id, by);
    }
}
