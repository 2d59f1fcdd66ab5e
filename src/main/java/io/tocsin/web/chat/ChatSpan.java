package io.tocsin.web.chat;

/**
 * A piece of chat text of one kind. The page prints {@code text} escaped; only a LINK has an address, and it is http(s).
 */
public record ChatSpan(SpanKind kind, String text, String address) {

    /** How the chat would show it. */
    public enum SpanKind {
        TEXT,
        BOLD,
        CODE,
        /** A fenced block. */
        BLOCK,
        LINK,
        MENTION,
        /** A moment; {@code text} is ISO-8601 in UTC. */
        TIME
    }

    static ChatSpan of(SpanKind kind, String text) {
        return new ChatSpan(kind, text, "");
    }

    /** Falls back to plain text when the address is not one that a page may link to. */
    static ChatSpan link(String text, String address) {
        boolean isWeb = address.startsWith("https://") || address.startsWith("http://");
        return isWeb ? new ChatSpan(SpanKind.LINK, text, address) : of(SpanKind.TEXT, text);
    }
}
