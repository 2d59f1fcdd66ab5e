package io.tocsin.web.chat;

import java.util.List;

/** One part of a card, from top to bottom; {@code fields} is used by FIELDS only. */
public record ChatPart(PartKind kind, List<ChatSpan> spans, List<List<ChatSpan>> fields) {

    /** How the part is laid out. */
    public enum PartKind {
        HEADER,
        TEXT,
        FIELDS,
        CONTEXT,
        DIVIDER
    }

    static ChatPart of(PartKind kind, List<ChatSpan> spans) {
        return new ChatPart(kind, List.copyOf(spans), List.of());
    }

    static ChatPart fields(List<List<ChatSpan>> fields) {
        return new ChatPart(PartKind.FIELDS, List.of(), List.copyOf(fields));
    }
}
