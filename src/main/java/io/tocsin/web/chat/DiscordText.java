package io.tocsin.web.chat;

import io.tocsin.web.chat.ChatSpan.SpanKind;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the part of Discord's Markdown that messages use: bold, code, fences, links, times, mentions and escapes. */
final class DiscordText {

    private static final Pattern BLOCK = Pattern.compile("```(?:\\w+\n)?(.*?)```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("``(.+?)``|`([^`]+)`", Pattern.DOTALL);
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[((?:\\\\.|[^\\]])*)\\]\\(<?([^)>\\s]+)>?\\)");
    private static final Pattern TIME = Pattern.compile("<t:(\\d{1,12})(?::\\w)?>");
    private static final Pattern MENTION = Pattern.compile("<@&?!?(\\d+)>");

    private DiscordText() {}

    static List<ChatSpan> parse(String markdown) {
        SpanReader spans = new SpanReader();
        int at = 0;
        while (at < markdown.length()) {
            at = next(markdown, at, spans);
        }
        return spans.finish();
    }

    private static int next(String text, int at, SpanReader spans) {
        char c = text.charAt(at);
        if (c == '\\' && at + 1 < text.length()) {
            spans.plain(text.charAt(at + 1));
            return at + 2;
        }
        Matcher found = find(text, at, c);
        if (found == null) {
            spans.plain(c);
            return at + 1;
        }
        spans.add(span(found));
        return found.end();
    }

    private static @org.jspecify.annotations.Nullable Matcher find(String text, int at, char c) {
        List<Pattern> candidates = switch (c) {
            case '`' -> List.of(BLOCK, CODE);
            case '*' -> List.of(BOLD);
            case '[' -> List.of(LINK);
            case '<' -> List.of(TIME, MENTION);
            default -> List.of();
        };
        for (Pattern candidate : candidates) {
            Matcher matcher = candidate.matcher(text).region(at, text.length());
            if (matcher.lookingAt()) {
                return matcher;
            }
        }
        return null;
    }

    private static ChatSpan span(Matcher found) {
        Pattern pattern = found.pattern();
        if (pattern == BLOCK) {
            return ChatSpan.of(SpanKind.BLOCK, found.group(1).strip());
        }
        if (pattern == CODE) {
            return ChatSpan.of(SpanKind.CODE, found.group(1) == null ? found.group(2) : found.group(1));
        }
        if (pattern == BOLD) {
            return ChatSpan.of(SpanKind.BOLD, unescape(found.group(1)));
        }
        if (pattern == LINK) {
            return ChatSpan.link(unescape(found.group(1)), found.group(2));
        }
        if (pattern == TIME) {
            long seconds = Long.parseLong(found.group(1));
            return ChatSpan.of(SpanKind.TIME, Instant.ofEpochSecond(seconds).toString());
        }
        return ChatSpan.of(SpanKind.MENTION, "@" + found.group(1));
    }

    private static String unescape(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
