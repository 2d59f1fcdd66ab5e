package io.tocsin.web.chat;

import io.tocsin.web.chat.ChatSpan.SpanKind;
import java.util.ArrayList;
import java.util.List;

/** Collects spans from left to right; plain characters are gathered into one span. */
final class SpanReader {

    private final List<ChatSpan> spans = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    void plain(char c) {
        plain.append(c);
    }

    void plain(String text) {
        plain.append(text);
    }

    void add(SpanKind kind, String text) {
        add(ChatSpan.of(kind, text));
    }

    void add(ChatSpan span) {
        flush();
        spans.add(span);
    }

    List<ChatSpan> finish() {
        flush();
        return List.copyOf(spans);
    }

    private void flush() {
        if (!plain.isEmpty()) {
            spans.add(ChatSpan.of(SpanKind.TEXT, plain.toString()));
            plain.setLength(0);
        }
    }
}
