package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.answer.ChatAsk;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What Slack tells of a press or a command (docs.slack.dev/reference/interaction-payloads).
 *
 * @param threadTs the message below which an answer for all belongs; empty for a command
 * @param responseUrl where an answer for the person goes
 */
record SlackAsk(
        String eventId,
        String userId,
        String userName,
        String channel,
        String threadTs,
        String responseUrl,
        ChatAsk ask) {

    /** The payload of an interaction; empty when it is none of a button of ours. */
    static Optional<SlackAsk> ofInteraction(JsonNode payload) {
        JsonNode action = payload.path("actions").path(0);
        String id = text(action, "action_id");
        if (!text(payload, "type").equals("block_actions") || !id.startsWith(SlackBlocks.ACTION_PREFIX)) {
            return Optional.empty();
        }
        Optional<MessageButton> button = MessageButton.of(id.substring(SlackBlocks.ACTION_PREFIX.length()));
        Optional<ButtonTicket> ticket = ButtonTicket.parse(text(action, "value"));
        JsonNode user = payload.path("user");
        if (button.isEmpty() || ticket.isEmpty() || text(user, "id").isEmpty()) {
            return Optional.empty();
        }
        String ts = text(payload.path("container"), "message_ts");
        String thread = text(payload.path("message"), "thread_ts");
        return Optional.of(new SlackAsk(
                String.join(" ", "slack", text(user, "id"), text(action, "action_ts"), id, ts),
                text(user, "id"),
                text(user, "username"),
                text(payload.path("container"), "channel_id"),
                thread.isEmpty() ? ts : thread,
                text(payload, "response_url"),
                new ChatAsk.ButtonPressed(button.get(), ticket.get())));
    }

    /** The fields of a slash command; empty when they are not whole. */
    static Optional<SlackAsk> ofCommand(Map<String, String> fields) {
        String user = fields.getOrDefault("user_id", "");
        String trigger = fields.getOrDefault("trigger_id", "");
        if (user.isEmpty()
                || trigger.isEmpty()
                || fields.getOrDefault("command", "").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SlackAsk(
                "slack " + user + " " + trigger,
                user,
                fields.getOrDefault("user_name", ""),
                fields.getOrDefault("channel_id", ""),
                "",
                fields.getOrDefault("response_url", ""),
                new ChatAsk.CommandTyped(fields.getOrDefault("text", ""))));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
