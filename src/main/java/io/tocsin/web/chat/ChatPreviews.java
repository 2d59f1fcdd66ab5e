package io.tocsin.web.chat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.Preview;
import io.tocsin.message.Message;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Renders messages as contact points would, without sending them. */
@Component
public class ChatPreviews {

    private final ContactPointTester tester;
    private final JsonMapper json;

    ChatPreviews(ContactPointTester tester, JsonMapper json) {
        this.tester = tester;
        this.json = json;
    }

    public ChatPreview of(ContactPoint contactPoint, Message message) {
        Preview preview = tester.preview(contactPoint, message);
        JsonNode payload = json.readTree(preview.payload());
        ContactPointKind kind = contactPoint.kind();
        ChatView view = switch (kind) {
            case SLACK, SLACK_BOT, INBOX -> SlackView.of(payload);
            case DISCORD -> DiscordView.of(payload);
            case WEBHOOK -> null;
        };
        return new ChatPreview(
                kind == ContactPointKind.DISCORD ? "discord" : "slack",
                view,
                json.writerWithDefaultPrettyPrinter().writeValueAsString(payload),
                preview.codePoints(),
                preview.maxCodePoints());
    }
}
