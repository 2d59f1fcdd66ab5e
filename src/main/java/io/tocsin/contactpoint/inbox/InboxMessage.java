package io.tocsin.contactpoint.inbox;

import io.tocsin.message.MessageStatus;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * A message that an Inbox received.
 *
 * @param slackPayload what Slack would have been sent, as JSON
 * @param discordPayload what Discord would have been sent, as JSON
 */
public record InboxMessage(
        long id,
        ContactPointName contactPoint,
        MessageStatus status,
        String headline,
        String slackPayload,
        String discordPayload,
        Instant receivedAt) {}
