package io.tocsin.web.chat;

import io.tocsin.web.chat.ChatPart.PartKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lays a Discord payload out as Discord does. */
public final class DiscordView {

    private DiscordView() {}

    public static ChatView of(JsonNode payload) {
        List<ChatView.Card> cards = new ArrayList<>();
        for (JsonNode embed : payload.path("embeds")) {
            cards.add(new ChatView.Card(ChatView.tone(embed.path("color").asInt(0)), parts(embed)));
        }
        return new ChatView(DiscordText.parse(payload.path("content").asString("")), cards);
    }

    private static List<ChatPart> parts(JsonNode embed) {
        List<ChatPart> parts = new ArrayList<>();
        add(parts, PartKind.HEADER, embed.path("title").asString(""));
        add(parts, PartKind.TEXT, embed.path("description").asString(""));
        List<List<ChatSpan>> fields = new ArrayList<>();
        for (JsonNode field : embed.path("fields")) {
            List<ChatSpan> spans = new ArrayList<>();
            spans.add(ChatSpan.of(ChatSpan.SpanKind.BOLD, field.path("name").asString("")));
            spans.add(ChatSpan.of(ChatSpan.SpanKind.TEXT, "\n"));
            spans.addAll(DiscordText.parse(field.path("value").asString("")));
            fields.add(spans);
        }
        if (!fields.isEmpty()) {
            parts.add(ChatPart.fields(fields));
        }
        String footer = embed.path("footer").path("text").asString("");
        if (!footer.isEmpty()) {
            parts.add(ChatPart.of(PartKind.CONTEXT, List.of(ChatSpan.of(ChatSpan.SpanKind.TEXT, footer))));
        }
        return parts;
    }

    private static void add(List<ChatPart> parts, PartKind kind, String markdown) {
        if (!markdown.isEmpty()) {
            parts.add(ChatPart.of(kind, DiscordText.parse(markdown)));
        }
    }
}
