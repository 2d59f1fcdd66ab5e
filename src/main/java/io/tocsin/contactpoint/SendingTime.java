package io.tocsin.contactpoint;

import java.time.Clock;
import java.time.Instant;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * How long the requests of one attempt may begin to leave. A process that stood still after it had claimed a delivery must
 * not send what another has sent meanwhile. Travels with the subscription, so that it can be asked right before the first
 * byte is written.
 *
 * @param clock the one by which deliveries are taken over
 * @param end the first instant at which it is too late
 */
public record SendingTime(Clock clock, Instant end) {

    /** The same, with nothing leaving after the end. */
    public <T> Mono<T> bounding(Mono<T> send) {
        return send.contextWrite(context -> context.put(SendingTime.class, this));
    }

    /** Whether it is too late; never where nobody set an end, as for tests of a contact point. */
    public static boolean isOver(ContextView context) {
        return context.<SendingTime>getOrEmpty(SendingTime.class)
                .filter(time -> !time.clock.instant().isBefore(time.end))
                .isPresent();
    }
}
