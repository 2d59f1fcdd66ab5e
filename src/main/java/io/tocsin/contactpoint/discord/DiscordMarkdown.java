package io.tocsin.contactpoint.discord;

import io.tocsin.text.CleanText;
import java.time.Instant;

/** Discord's Markdown: every character that could format, link or mention gets a backslash. */
final class DiscordMarkdown {

    private static final String SPECIAL = "\\*_~`|>#-[]()<:@";

    private DiscordMarkdown() {}

    /** Untrusted text inside markup. */
    static String inline(String text) {
        String clean = CleanText.multiLine(text);
        StringBuilder safe = new StringBuilder(clean.length() + 16);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                safe.append('\\');
            }
            safe.append(c);
            if (c == '@') {
                // The backslash alone would do; this also breaks @everyone where no Markdown is read.
                safe.append('\u200B');
            }
        }
        return numberedLists(safe.toString());
    }

    /** {@code 1. x} at the start of a line would become a list. */
    private static String numberedLists(String text) {
        return text.replaceAll("(?m)^(\\s*\\d{1,9})\\.(?=\\s)", "$1\\\\.");
    }

    /** The address must have gone through {@code LinkAddress}. */
    static String link(String address, String label) {
        return "[" + inline(label) + "](" + address + ")";
    }

    static String bold(String escaped) {
        return "**" + escaped + "**";
    }

    /** Each reader sees it in the own time zone. */
    static String time(Instant at) {
        return "<t:" + at.getEpochSecond() + ":f>";
    }

    static String relativeTime(Instant at) {
        return "<t:" + at.getEpochSecond() + ":R>";
    }
}
