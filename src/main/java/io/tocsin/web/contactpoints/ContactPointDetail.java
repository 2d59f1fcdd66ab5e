package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.message.MessageStatus;
import io.tocsin.web.chat.ChatPreview;
import io.tocsin.web.chat.ChatPreviews;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of one contact point shows. Blocks. */
@Component
class ContactPointDetail {

    private final ContactPointOperations operations;
    private final ContactPointUses uses;
    private final ChatPreviews previews;
    private final Clock clock;

    ContactPointDetail(ContactPointOperations operations, ContactPointUses uses, ChatPreviews previews, Clock clock) {
        this.operations = operations;
        this.uses = uses;
        this.previews = previews;
        this.clock = clock;
    }

    /** One sample with its picture. */
    record SampleMessage(MessageStatus status, ChatPreview preview) {}

    void fill(String name, Model model) {
        ContactPoint contactPoint = require(name);
        model.addAttribute("row", operations.row(name));
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
        return operations.require(name);
    }

    private SampleMessage sample(ContactPoint contactPoint, MessageStatus status) {
        return new SampleMessage(
                status, previews.of(contactPoint, ContactPointTester.sample(contactPoint, clock.instant(), status)));
    }
}
