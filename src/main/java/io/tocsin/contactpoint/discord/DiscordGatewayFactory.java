package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.answer.AnswerSocket;
import io.tocsin.contactpoint.answer.AnswerSocket.SocketFactory;
import io.tocsin.contactpoint.http.SocketClient;
import io.tocsin.contactpoint.http.WebhookClient;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Makes the connections of Discord applications to the gateway. */
@Component
final class DiscordGatewayFactory implements SocketFactory {

    private final WebhookClient client;
    private final SocketClient sockets;
    private final DiscordAnswering answering;
    private final Clock clock;

    DiscordGatewayFactory(WebhookClient client, SocketClient sockets, DiscordAnswering answering, Clock clock) {
        this.client = client;
        this.sockets = sockets;
        this.answering = answering;
        this.clock = clock;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.DISCORD;
    }

    @Override
    public AnswerSocket socket(Supplier<List<ContactPoint>> contactPoints) {
        return new DiscordGateway(client, sockets, answering, contactPoints, clock);
    }
}
