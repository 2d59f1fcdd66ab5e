package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.answer.ChatAsk;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Discord tells of a press or a command (discord.com/developers/docs/interactions/receiving-and-responding).
 *
 * @param id of the interaction, which is the same however often it is told
 * @param token lets its holder answer for a quarter of an hour
 */
record DiscordAsk(String id, String token, String applicationId, String userId, String userName, ChatAsk ask) {

    static final int PING = 1;
    private static final int COMMAND = 2;
    private static final int COMPONENT = 3;

    /** Empty when it is neither a button of ours nor our command. */
    static Optional<DiscordAsk> of(JsonNode interaction) {
        JsonNode data = interaction.path("data");
        ChatAsk ask = switch (interaction.path("type").asInt(0)) {
            case COMPONENT -> pressed(text(data, "custom_id"));
            case COMMAND -> text(data, "name").equals("tocsin") ? new ChatAsk.CommandTyped(typed(data)) : null;
            default -> null;
        };
        JsonNode user = interaction.path("member").has("user")
                ? interaction.path("member").path("user")
                : interaction.path("user");
        String id = text(interaction, "id");
        String token = text(interaction, "token");
        boolean isWhole = id.matches("\\d{1,20}")
                && token.matches("[A-Za-z0-9_.=-]{1,1000}")
                && text(interaction, "application_id").matches("\\d{1,20}")
                && !text(user, "id").isEmpty();
        return ask == null || !isWhole
                ? Optional.empty()
                : Optional.of(new DiscordAsk(
                        id, token, text(interaction, "application_id"), text(user, "id"), text(user, "username"), ask));
    }

    private static @Nullable ChatAsk pressed(String customId) {
        String[] parts = customId.split(":", -1);
        if (parts.length != 3 || !(parts[0] + ":").equals(DiscordButtons.ID_PREFIX)) {
            return null;
        }
        Optional<MessageButton> button = MessageButton.of(parts[1]);
        Optional<ButtonTicket> ticket = ButtonTicket.parse(parts[2]);
        return button.isPresent() && ticket.isPresent() ? new ChatAsk.ButtonPressed(button.get(), ticket.get()) : null;
    }

    /** The command has one field for everything that Slack's has behind its name. */
    private static String typed(JsonNode data) {
        return data.path("options")
                .valueStream()
                .map(option -> option.path("value").asString(""))
                .collect(Collectors.joining(" "));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** The secrets stay out of logs. */
    @Override
    public String toString() {
        return "interaction " + id;
    }
}
