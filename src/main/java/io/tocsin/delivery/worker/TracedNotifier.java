package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.WrappedNotifier;
import io.tocsin.tracing.Tracing;
import java.util.Locale;
import reactor.core.publisher.Mono;

/** A span for each attempt to send a message. The service hears nothing of it: it is a stranger's. */
final class TracedNotifier extends WrappedNotifier {

    private final Tracing tracing;

    TracedNotifier(Notifier notifier, Tracing tracing) {
        super(notifier);
        this.tracing = tracing;
    }

    @Override
    protected Mono<DeliveryOutcome> send(Notifier notifier, ContactPoint contactPoint, Outgoing outgoing) {
        return tracing.asking("deliver", span -> {
            span.with("tocsin.contact_point", contactPoint.name().value())
                    .with("tocsin.kind", kind().name().toLowerCase(Locale.ROOT))
                    .with("tocsin.delivery", String.valueOf(outgoing.deliveryId()))
                    .with("tocsin.group", outgoing.message().groupKey());
            return notifier.send(contactPoint, outgoing).doOnNext(outcome -> {
                span.with("tocsin.outcome", outcome.word());
                FailureReason reason = outcome.reason();
                if (reason != null) {
                    span.with("error.type", reason.name().toLowerCase(Locale.ROOT))
                            .failed(outcome.detail());
                }
            });
        });
    }
}
