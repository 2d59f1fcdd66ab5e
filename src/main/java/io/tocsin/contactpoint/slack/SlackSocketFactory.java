package io.tocsin.contactpoint.slack;

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

/** Makes the sockets of Slack apps. */
@Component
final class SlackSocketFactory implements SocketFactory {

    private final WebhookClient client;
    private final SocketClient sockets;
    private final SlackAnswering answering;
    private final Clock clock;

    SlackSocketFactory(WebhookClient client, SocketClient sockets, SlackAnswering answering, Clock clock) {
        this.client = client;
        this.sockets = sockets;
        this.answering = answering;
        this.clock = clock;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.SLACK_BOT;
    }

    @Override
    public AnswerSocket socket(Supplier<List<ContactPoint>> contactPoints) {
        return new SlackSocket(client, sockets, answering, contactPoints, clock);
    }
}
