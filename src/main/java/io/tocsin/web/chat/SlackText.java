package io.tocsin.web.chat;

import io.tocsin.web.chat.ChatSpan.SpanKind;
import java.time.Instant;
import java.util.List;

/** Reads the part of Slack's mrkdwn that messages use: bold, code, fences, links, dates and mentions. */
final class SlackText {

    private static final String FENCE = "```";

    private SlackText() {}

    static List<ChatSpan> parse(String mrkdwn) {
        SpanReader spans = new SpanReader();
        int at = 0;
        while (at < mrkdwn.length()) {
            at = next(mrkdwn, at, spans);
        }
        return spans.finish();
    }

    private static int next(String text, int at, SpanReader spans) {
        if (text.startsWith(FENCE, at)) {
            int end = text.indexOf(FENCE, at + FENCE.length());
            if (end > 0) {
                spans.add(
                        SpanKind.BLOCK,
                        decode(text.substring(at + FENCE.length(), end)).strip());
                return end + FENCE.length();
            }
        }
        char c = text.charAt(at);
        int end = switch (c) {
            case '`', '*' -> text.indexOf(c, at + 1);
            case '<' -> text.indexOf('>', at);
            default -> -1;
        };
        if (end <= at + 1) {
            int semicolon = c == '&' ? text.indexOf(';', at) : -1;
            int stop = semicolon > 0 && semicolon - at <= 4 ? semicolon + 1 : at + 1;
            spans.plain(decode(text.substring(at, stop)));
            return stop;
        }
        String inner = text.substring(at + 1, end);
        if (c == '<') {
            addAngled(inner, spans);
        } else {
            spans.add(c == '`' ? SpanKind.CODE : SpanKind.BOLD, decode(inner));
        }
        return end + 1;
    }

    private static void addAngled(String inner, SpanReader spans) {
        int bar = inner.indexOf('|');
        String label = bar < 0 ? inner : inner.substring(bar + 1);
        if (inner.startsWith("!date^")) {
            String[] parts = inner.split("\\^", 3);
            spans.add(
                    SpanKind.TIME,
                    Instant.ofEpochSecond(Long.parseLong(parts[1])).toString());
        } else if (inner.startsWith("!") || inner.startsWith("@") || inner.startsWith("#")) {
            spans.add(SpanKind.MENTION, "@" + decode(bar < 0 ? inner.substring(1) : label));
        } else {
            spans.add(ChatSpan.link(decode(label), decode(bar < 0 ? inner : inner.substring(0, bar))));
        }
    }

    private static String decode(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
