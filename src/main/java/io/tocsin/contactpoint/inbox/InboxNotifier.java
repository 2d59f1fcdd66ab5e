package io.tocsin.contactpoint.inbox;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CodePoints;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Keeps messages in the database, in the form in which Slack and Discord would have been sent them. */
public final class InboxNotifier implements Notifier {

    private static final String ID = "delivery-";
    private static final int MAX_HEADLINE = 140;

    private final InboxMessages messages;
    private final Notifier slack;
    private final Notifier discord;
    private final Clock clock;

    /** The other two only render. */
    public InboxNotifier(InboxMessages messages, Notifier slack, Notifier discord, Clock clock) {
        this.messages = messages;
        this.slack = slack;
        this.discord = discord;
        this.clock = clock;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.INBOX;
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        return SafeMono.fromCallable(() -> keep(contactPoint, outgoing)).subscribeOn(Schedulers.boundedElastic());
    }

    private DeliveryOutcome keep(ContactPoint contactPoint, Outgoing outgoing) {
        ContactPointName receiver = contactPoint.name();
        InboxMessage message = new InboxMessage(
                0,
                receiver,
                outgoing.message().status(),
                CodePoints.cut(new MessageText(contactPoint, outgoing).headline(), MAX_HEADLINE),
                slack.preview(contactPoint, outgoing).payload(),
                discord.preview(contactPoint, outgoing).payload(),
                clock.instant());
        OptionalLong edited = editedDelivery(outgoing.edit());
        if (edited.isPresent() && messages.replace(edited.getAsLong(), message)) {
            return new DeliveryOutcome.Delivered(outgoing.edit(), Duration.ZERO, "edited");
        }
        if (outgoing.isEditOnly()) {
            return new DeliveryOutcome.NotEdited("the message is no longer in the Inbox");
        }
        messages.add(outgoing.deliveryId(), message);
        return DeliveryOutcome.Delivered.as(new ExternalMessage(receiver.value(), ID + outgoing.deliveryId()));
    }

    private static OptionalLong editedDelivery(ExternalMessage edit) {
        return edit.id().matches(ID + "\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(edit.id().substring(ID.length())))
                : OptionalLong.empty();
    }

    /** What Slack would be sent. */
    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return slack.preview(contactPoint, outgoing);
    }

    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        return Mono.just(CheckResult.usable("the Inbox is always there"));
    }

    @Override
    public boolean canCheck() {
        return true;
    }

    @Override
    public RateLimit rateLimit() {
        return RateLimit.NONE;
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        return "";
    }
}
