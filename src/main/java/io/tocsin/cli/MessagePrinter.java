package io.tocsin.cli;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.config.OfflineNotifiers;
import io.tocsin.message.Message;
import io.tocsin.web.chat.ChatText;
import io.tocsin.web.chat.DiscordView;
import io.tocsin.web.chat.SlackView;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as a person reads them in the chat, and as the chat is sent them. Built at the first message: it takes time. Safe
 * for use by several threads.
 */
final class MessagePrinter {

    private final ChatText text = new ChatText(ZoneOffset.UTC);
    private @Nullable OfflineNotifiers notifiers;

    /** Without markup; of a webhook, which is no chat, the JSON. */
    synchronized String text(ContactPoint contactPoint, Message message) {
        String payload = payload(contactPoint, message);
        JsonNode json = JsonMapper.shared().readTree(payload);
        return switch (contactPoint.kind()) {
            case SLACK, SLACK_BOT, INBOX -> text.print(SlackView.of(json));
            case DISCORD -> text.print(DiscordView.of(json));
            case WEBHOOK -> indented(json);
        };
    }

    /** The JSON that would be sent, indented. */
    synchronized String json(ContactPoint contactPoint, Message message) {
        return indented(JsonMapper.shared().readTree(payload(contactPoint, message)));
    }

    private static String indented(JsonNode json) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private String payload(ContactPoint contactPoint, Message message) {
        OfflineNotifiers ready = notifiers;
        if (ready == null) {
            ready = new OfflineNotifiers();
            notifiers = ready;
        }
        return ready.preview(contactPoint, message).payload();
    }
}
