package io.tocsin.web.chat;

import java.util.List;

/** A message as the chat shows it: a line of text and coloured cards below it. */
public record ChatView(List<ChatSpan> headline, List<Card> cards) {

    /** @param tone {@code firing}, {@code warning}, {@code info} or {@code resolved}; the colour of the bar */
    public record Card(String tone, List<ChatPart> parts) {}

    static String tone(int rgb) {
        return switch (rgb) {
            case 0x2EB67D -> "resolved";
            case 0xE8912D -> "warning";
            case 0x8A8A8A -> "info";
            default -> "firing";
        };
    }
}
