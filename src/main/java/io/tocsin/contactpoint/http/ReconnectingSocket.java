package io.tocsin.contactpoint.http;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.answer.AnswerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A connection to a chat service for which an address is asked each time: what the services have in common. */
public abstract class ReconnectingSocket implements AnswerSocket {

    protected final WebhookClient client;
    protected final SocketClient sockets;
    protected final Reconnecting loop;
    private final Supplier<List<ContactPoint>> sharing;

    /**
     * A connection that is not open yet.
     *
     * @param name of the service, for the log
     * @param sharing the contact points of the app, as they are at each moment
     */
    protected ReconnectingSocket(
            String name,
            WebhookClient client,
            SocketClient sockets,
            Supplier<List<ContactPoint>> sharing,
            Clock clock) {
        this.client = client;
        this.sockets = sockets;
        this.sharing = sharing;
        this.loop = new Reconnecting(name, clock);
    }

    /** Where to connect to now. */
    protected abstract Mono<URI> address();

    /** As {@link Reconnecting.Connection#once}, with what was found there. */
    protected abstract Mono<Void> talk(URI address);

    protected final List<ContactPoint> contactPoints() {
        return sharing.get();
    }

    @Override
    public final void open() {
        loop.run(() -> address().flatMap(this::talk));
    }

    @Override
    public final void close() {
        loop.close();
    }

    @Override
    public final SocketHealth health() {
        return loop.health();
    }
}
