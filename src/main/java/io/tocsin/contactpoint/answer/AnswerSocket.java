package io.tocsin.contactpoint.answer;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** A connection to a chat service that we open and keep open, over which answers come. */
public interface AnswerSocket {

    /** Begins to connect, and connects again whenever the connection is lost. */
    void open();

    /** Ends for good. */
    void close();

    SocketHealth health();

    /**
     * How a socket is doing.
     *
     * @param since when it was connected, or lost
     * @param reason why it is not connected; empty when it is, or when it is only beginning
     */
    record SocketHealth(boolean isConnected, Instant since, String reason) {}

    /** Makes the sockets of one kind of contact point. */
    interface SocketFactory {

        ContactPointKind kind();

        /** @param contactPoints those that share the app, as they are at each moment; never empty while it is open */
        AnswerSocket socket(Supplier<List<ContactPoint>> contactPoints);
    }
}
