package io.tocsin.contactpoint;

import io.tocsin.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a contact point needs to reach its target. Everything that lets its holder post is a {@link Secret}. */
public sealed interface ContactPointSettings {

    ContactPointKind kind();

    /** What may be shown of the target: no part of it lets anybody post. */
    String maskedTarget();

    /** How people can answer from there. */
    default AnswerWays answers() {
        return AnswerWays.NONE;
    }

    /** A Slack incoming webhook. */
    record Slack(Secret url) implements ContactPointSettings {

        @Override
        public ContactPointKind kind() {
            return ContactPointKind.SLACK;
        }

        @Override
        public String maskedTarget() {
            return MaskedUrl.of(url);
        }
    }

    /**
     * A Slack app's bot.
     *
     * @param apiUrl {@code https://slack.com/api/} unless a stand-in is used; ends in a slash
     * @param channel the channel's id; a name works for posting, but an edit needs the id that Slack answers
     * @param answers how people press its buttons
     */
    record SlackBot(URI apiUrl, Secret token, String channel, AnswerWays answers) implements ContactPointSettings {

        @Override
        public ContactPointKind kind() {
            return ContactPointKind.SLACK_BOT;
        }

        @Override
        public String maskedTarget() {
            return channel;
        }
    }

    /**
     * A Discord webhook.
     *
     * @param chart whether messages have a picture of the value's course
     * @param answers how people press its buttons, which only the webhook of an application can carry
     */
    record Discord(DiscordWebhook webhook, boolean chart, AnswerWays answers) implements ContactPointSettings {

        @Override
        public ContactPointKind kind() {
            return ContactPointKind.DISCORD;
        }

        @Override
        public String maskedTarget() {
            return webhook.origin().getHost() + "/…/" + webhook.id() + "/…";
        }
    }

    /**
     * Any HTTP endpoint.
     *
     * @param authorization the whole value of the Authorization header; null: none
     * @param headers further headers; their values are secrets, too
     */
    record Webhook(Secret url, @Nullable Secret authorization, Map<String, Secret> headers)
            implements ContactPointSettings {

        public Webhook {
            headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
        }

        @Override
        public ContactPointKind kind() {
            return ContactPointKind.WEBHOOK;
        }

        @Override
        public String maskedTarget() {
            return MaskedUrl.of(url);
        }
    }

    /** Nothing to set. */
    record Inbox() implements ContactPointSettings {

        @Override
        public ContactPointKind kind() {
            return ContactPointKind.INBOX;
        }

        @Override
        public String maskedTarget() {
            return "inbox";
        }
    }
}
