package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** What a person can do with a delivery that was not delivered. */
@Controller
class DeliveryActions {

    private static final Logger log = LoggerFactory.getLogger(DeliveryActions.class);

    private final DeliveryHistory history;
    private final ContactPoints contactPoints;
    private final Clock clock;

    DeliveryActions(DeliveryHistory history, ContactPoints contactPoints, Clock clock) {
        this.history = history;
        this.contactPoints = contactPoints;
        this.clock = clock;
    }

    @PostMapping("/deliveries/{id}/retry")
    String retry(@PathVariable long id, Principal person) {
        return done(id, "retried", history.retry(new DeliveryId(id), clock.instant()), person);
    }

    @PostMapping("/deliveries/{id}/drop")
    String drop(@PathVariable long id, Principal person) {
        return done(id, "dropped", history.drop(new DeliveryId(id), clock.instant()), person);
    }

    @PostMapping("/deliveries/{id}/redirect")
    String redirect(@PathVariable long id, FormValues form, Principal person) {
        String to = form.text("to");
        if (to.isEmpty() || contactPoints.find(new ContactPointName(to)).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.contact-point.missing");
        }
        if (!history.find(new DeliveryId(id)).map(Delivery::isReadable).orElse(true)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.delivery.unreadable");
        }
        boolean isRedirected = history.redirect(new DeliveryId(id), new ContactPointName(to), clock.instant());
        return done(id, "redirected", isRedirected, person);
    }

    private static String done(long id, String what, boolean isDone, Principal person) {
        if (!isDone) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.delivery.changed");
        }
        log.info("Delivery {} by a person: delivery={} by={}", what, id, person.getName());
        return "redirect:/deliveries/" + id + "?done=" + what;
    }
}
