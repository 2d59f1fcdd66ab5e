package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The port to one kind of chat service. Implementations classify every failure; the Mono never ends in an error. */
public interface Notifier {

    ContactPointKind kind();

    /** Each under the kind that it serves. */
    static Map<ContactPointKind, Notifier> byKind(Collection<Notifier> notifiers) {
        Map<ContactPointKind, Notifier> byKind = new EnumMap<>(ContactPointKind.class);
        notifiers.forEach(notifier -> byKind.put(notifier.kind(), notifier));
        return byKind;
    }

    /** One attempt. Completes within the adapter's own time limit. */
    Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing);

    /**
     * What completes a message that has just been delivered, as a delivery of its own: what happens to it never touches the
     * message.
     */
    default Optional<Message> completion(
            ContactPoint contactPoint, Outgoing outgoing, DeliveryOutcome.Delivered outcome) {
        return Optional.empty();
    }

    /** The body that {@link #send} would post, without sending it. */
    Preview preview(ContactPoint contactPoint, Outgoing outgoing);

    /** Whether the target exists, as far as the service tells without posting. */
    Mono<CheckResult> check(ContactPoint contactPoint);

    /** Whether {@link #check} learns anything from the service. */
    boolean canCheck();

    /** How fast one endpoint of this kind may be used. */
    RateLimit rateLimit();

    /** What is rate limited, as a hash: contact points with the same endpoint share a lane. */
    String lane(ContactPoint contactPoint);
}
