package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.message.MessageStatus;
import io.tocsin.rule.ContactPointName;
import io.tocsin.web.chat.ChatPreview;
import io.tocsin.web.chat.ChatPreviews;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** What the page of one contact point shows. Blocks. */
@Component
class ContactPointDetail {

    private final ContactPoints contactPoints;
    private final ContactPointHealthStore health;
    private final DeliveryHistory deliveries;
    private final ContactPointUses uses;
    private final ChatPreviews previews;
    private final Clock clock;

    ContactPointDetail(
            ContactPoints contactPoints,
            ContactPointHealthStore health,
            DeliveryHistory deliveries,
            ContactPointUses uses,
            ChatPreviews previews,
            Clock clock) {
        this.contactPoints = contactPoints;
        this.health = health;
        this.deliveries = deliveries;
        this.uses = uses;
        this.previews = previews;
        this.clock = clock;
    }

    /** One sample with its picture. */
    record SampleMessage(MessageStatus status, ChatPreview preview) {}

    void fill(String name, Model model) {
        ContactPoint contactPoint = require(name);
        long waiting = deliveries.countWaiting().getOrDefault(name, 0L);
        model.addAttribute(
                "row",
                ContactPointRow.of(
                        contactPoint, health.find(contactPoint.name()).orElse(null), waiting));
        model.addAttribute("contactPoint", contactPoint);
        model.addAttribute("uses", uses.of(contactPoint.name()));
        model.addAttribute("policiesFile", uses.policiesFile());
        model.addAttribute("routeSnippet", uses.snippet(contactPoint.name()));
        model.addAttribute("samples", samples(contactPoint));
    }

    /** How messages to this contact point look, saved or not. */
    List<SampleMessage> samples(ContactPoint contactPoint) {
        return List.of(sample(contactPoint, MessageStatus.FIRING), sample(contactPoint, MessageStatus.RESOLVED));
    }

    ContactPoint require(String name) {
        if (name.isBlank()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "error.contact-point.missing");
        }
        return contactPoints
                .find(new ContactPointName(name))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.contact-point.missing"));
    }

    private SampleMessage sample(ContactPoint contactPoint, MessageStatus status) {
        return new SampleMessage(
                status, previews.of(contactPoint, ContactPointTester.sample(contactPoint, clock.instant(), status)));
    }
}
