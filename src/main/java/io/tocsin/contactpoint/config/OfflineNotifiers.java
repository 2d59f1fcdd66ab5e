package io.tocsin.contactpoint.config;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackBotNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.contactpoint.webhook.WebhookNotifier;
import io.tocsin.message.Message;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The adapters of chats for places that only render, such as the command line. Nothing can be sent with it. */
public final class OfflineNotifiers {

    private final Map<ContactPointKind, Notifier> notifiers = new EnumMap<>(ContactPointKind.class);

    public OfflineNotifiers() {
        WebhookClient client = new WebhookClient(AllowedHosts.parse(""), Duration.ofSeconds(1));
        SlackNotifier slack = new SlackNotifier(client);
        notifiers.put(ContactPointKind.SLACK, slack);
        notifiers.put(ContactPointKind.SLACK_BOT, new SlackBotNotifier(client));
        notifiers.put(ContactPointKind.DISCORD, new DiscordNotifier(client));
        notifiers.put(ContactPointKind.WEBHOOK, new WebhookNotifier(client));
        // The Inbox shows messages as Slack would.
        notifiers.put(ContactPointKind.INBOX, slack);
    }

    /** What the contact point would be sent. */
    public Preview preview(ContactPoint contactPoint, Message message) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        if (notifier == null) {
            throw new IllegalStateException("no adapter for " + contactPoint.kind());
        }
        return notifier.preview(contactPoint, Outgoing.first(message));
    }
}
