package io.tocsin.contactpoint;

import java.util.Locale;

/** What a contact point talks to; {@code type} in the file. */
public enum ContactPointKind {
    /** Slack incoming webhook: no edits, no threads. */
    SLACK,
    /** Slack bot token: chat.postMessage and chat.update. */
    SLACK_BOT,
    DISCORD,
    /** JSON in Alertmanager's webhook format. */
    WEBHOOK,
    /** Kept here and shown in the page as a chat would show it. */
    INBOX;

    /** The word in the file: {@code slack_bot}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the service lets a message be changed after it was posted. */
    public boolean canEdit() {
        return switch (this) {
            case SLACK_BOT, DISCORD, INBOX -> true;
            case SLACK, WEBHOOK -> false;
        };
    }
}
