package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.SafeMono;
import io.tocsin.text.PercentEncoding;
import java.security.Principal;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The buttons of one contact point: test, un-park, disable and enable, delete and bring back. */
@Controller
class ContactPointActions {

    private static final Logger log = LoggerFactory.getLogger(ContactPointActions.class);

    private final ContactPointDetail detail;
    private final ContactPointTester tester;
    private final StoredContactPoints stored;
    private final DeliveryHistory deliveries;
    private final ContactPointHealthStore health;
    private final ContactPointUses uses;
    private final Clock clock;

    ContactPointActions(
            ContactPointDetail detail,
            ContactPointTester tester,
            StoredContactPoints stored,
            DeliveryHistory deliveries,
            ContactPointHealthStore health,
            ContactPointUses uses,
            Clock clock) {
        this.detail = detail;
        this.tester = tester;
        this.stored = stored;
        this.deliveries = deliveries;
        this.health = health;
        this.uses = uses;
        this.clock = clock;
    }

    /** Sends the firing and the resolved sample and shows the answers; the database is asked on its own threads. */
    @PostMapping("/contact-points/{name}/test")
    Mono<String> test(@PathVariable("name") String address, Principal person, Model model) {
        String name = ContactPointAddress.name(address);
        return SafeMono.fromCallable(() -> detail.require(name))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(found -> log.info("Contact point tested: contactPoint={} by={}", name, person.getName()))
                .flatMap(tester::test)
                .publishOn(Schedulers.boundedElastic())
                .map(result -> {
                    if (result.isSuccess()) {
                        health.succeeded(new ContactPointName(name), clock.instant());
                    }
                    detail.fill(name, model);
                    model.addAttribute("test", TestReport.of(result));
                    model.addAttribute("done", "");
                    return "contact-point";
                });
    }

    @PostMapping("/contact-points/{name}/unpark")
    String unpark(@PathVariable("name") String address, Principal person) {
        String name = ContactPointAddress.name(address);
        ContactPoint contactPoint = detail.require(name);
        int count = deliveries.unpark(contactPoint.name(), clock.instant());
        log.info("Contact point un-parked: contactPoint={} deliveries={} by={}", name, count, person.getName());
        return "redirect:/contact-points/" + PercentEncoding.part(address) + "?done=unparked";
    }

    /** Its messages go to its fallback, or wait; also one of the file can be disabled. */
    @PostMapping("/contact-points/{name}/disable")
    String disable(@PathVariable("name") String address, Principal person) {
        String name = ContactPointAddress.name(address);
        ContactPoint contactPoint = detail.require(name);
        health.disable(contactPoint.name(), person.getName(), clock.instant());
        log.info("Contact point disabled: contactPoint={} by={}", name, person.getName());
        return "redirect:/contact-points/" + PercentEncoding.part(address) + "?done=disabled";
    }

    @PostMapping("/contact-points/{name}/enable")
    String enable(@PathVariable("name") String address, Principal person) {
        unpark(address, person);
        return "redirect:/contact-points/" + PercentEncoding.part(address) + "?done=enabled";
    }

    @PostMapping("/contact-points/{name}/restore")
    String restore(@PathVariable("name") String address, Principal person) {
        String name = ContactPointAddress.name(address);
        if (!stored.restore(new ContactPointName(name), person.getName())) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.gone");
        }
        return "redirect:/contact-points/" + PercentEncoding.part(address) + "?done=restored";
    }

    @PostMapping("/contact-points/{name}/delete")
    String delete(@PathVariable("name") String address, Principal person) {
        String name = ContactPointAddress.name(address);
        ContactPoint contactPoint = detail.require(name);
        if (contactPoint.isProvisioned()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.provisioned");
        }
        if (!uses.of(contactPoint.name()).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.used");
        }
        stored.delete(contactPoint.name(), person.getName());
        return "redirect:/contact-points?done=deleted";
    }
}
