package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.http.SocketClient.OpenSocket;
import io.tocsin.contactpoint.render.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Tells the gateway that we are there; when it does not answer, the connection is dead and is left. */
final class GatewayHeartbeat {

    /** Any code but 1000 and 1001 keeps the session, so that it can be resumed. */
    static final int RESUMABLE = 4000;

    private static final Logger log = LoggerFactory.getLogger(GatewayHeartbeat.class);

    private final Disposable.Swap beating = Disposables.swap();
    private boolean isWaiting;

    /** The first one after a random part of the interval, so that not all bots beat at once. */
    void start(OpenSocket socket, Duration interval, Supplier<GatewaySession> session) {
        long first = (long) (interval.toMillis() * ThreadLocalRandom.current().nextDouble());
        beating.update(Flux.interval(Duration.ofMillis(first), interval)
                .subscribe(
                        tick -> beatOrLeave(socket, session.get()),
                        failure -> log.error("No heartbeat any more", failure)));
    }

    private synchronized void beatOrLeave(OpenSocket socket, GatewaySession session) {
        if (isWaiting) {
            socket.close(RESUMABLE);
        } else {
            beat(socket, session);
        }
    }

    synchronized void beat(OpenSocket socket, GatewaySession session) {
        isWaiting = true;
        Map<String, Object> beat = new HashMap<>();
        beat.put("op", 1);
        beat.put("d", session.sequence());
        socket.send(Json.write(beat));
    }

    synchronized void acknowledged() {
        isWaiting = false;
    }

    void stop() {
        beating.dispose();
    }
}
