package io.tocsin.api;

import io.tocsin.contactpoint.inbox.InboxMessage;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One message of the Inbox with the payloads that Slack and Discord would have got. */
record InboxResponse(
        long id,
        String contactPoint,
        String status,
        String headline,
        Instant receivedAt,
        JsonNode slack,
        JsonNode discord) {

    static InboxResponse of(InboxMessage message, JsonMapper json) {
        return new InboxResponse(
                message.id(),
                message.contactPoint().value(),
                message.status().name().toLowerCase(Locale.ROOT),
                message.headline(),
                message.receivedAt(),
                json.readTree(message.slackPayload()),
                json.readTree(message.discordPayload()));
    }
}
