package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** A notifier that does something around each attempt to send, and leaves all else to another one. */
public abstract class WrappedNotifier implements Notifier {

    private final Notifier delegate;

    protected WrappedNotifier(Notifier delegate) {
        this.delegate = delegate;
    }

    /** One attempt; the other notifier makes it. */
    protected abstract Mono<DeliveryOutcome> send(Notifier notifier, ContactPoint contactPoint, Outgoing outgoing);

    @Override
    public final Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        return send(delegate, contactPoint, outgoing);
    }

    @Override
    public final ContactPointKind kind() {
        return delegate.kind();
    }

    @Override
    public final Optional<Message> completion(
            ContactPoint contactPoint, Outgoing outgoing, DeliveryOutcome.Delivered outcome) {
        return delegate.completion(contactPoint, outgoing, outcome);
    }

    @Override
    public final Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return delegate.preview(contactPoint, outgoing);
    }

    @Override
    public final Mono<CheckResult> check(ContactPoint contactPoint) {
        return delegate.check(contactPoint);
    }

    @Override
    public final boolean canCheck() {
        return delegate.canCheck();
    }

    @Override
    public final RateLimit rateLimit() {
        return delegate.rateLimit();
    }

    @Override
    public final String lane(ContactPoint contactPoint) {
        return delegate.lane(contactPoint);
    }
}
