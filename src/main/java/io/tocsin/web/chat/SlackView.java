package io.tocsin.web.chat;

import io.tocsin.web.chat.ChatPart.PartKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lays a Slack payload out as Slack does. */
public final class SlackView {

    private SlackView() {}

    public static ChatView of(JsonNode payload) {
        List<ChatView.Card> cards = new ArrayList<>();
        for (JsonNode attachment : payload.path("attachments")) {
            List<ChatPart> parts = new ArrayList<>();
            for (JsonNode block : attachment.path("blocks")) {
                parts.addAll(parts(block));
            }
            cards.add(new ChatView.Card(tone(attachment.path("color").asString("")), parts));
        }
        return new ChatView(SlackText.parse(payload.path("text").asString("")), cards);
    }

    private static String tone(String color) {
        try {
            return ChatView.tone(Integer.parseInt(color.replace("#", ""), 16));
        } catch (NumberFormatException e) {
            return "info";
        }
    }

    private static List<ChatPart> parts(JsonNode block) {
        List<ChatPart> parts = new ArrayList<>();
        switch (block.path("type").asString("")) {
            case "header" -> parts.add(ChatPart.of(PartKind.HEADER, spans(block.path("text"))));
            case "divider" -> parts.add(ChatPart.of(PartKind.DIVIDER, List.of()));
            case "context" -> {
                for (JsonNode element : block.path("elements")) {
                    parts.add(ChatPart.of(PartKind.CONTEXT, spans(element)));
                }
            }
            default -> addSection(block, parts);
        }
        return parts;
    }

    private static void addSection(JsonNode block, List<ChatPart> parts) {
        if (block.has("text")) {
            parts.add(ChatPart.of(PartKind.TEXT, spans(block.path("text"))));
        }
        List<List<ChatSpan>> fields = new ArrayList<>();
        for (JsonNode field : block.path("fields")) {
            fields.add(spans(field));
        }
        if (!fields.isEmpty()) {
            parts.add(ChatPart.fields(fields));
        }
    }

    private static List<ChatSpan> spans(JsonNode text) {
        String content = text.path("text").asString("");
        return text.path("type").asString("").equals("mrkdwn")
                ? SlackText.parse(content)
                : List.of(ChatSpan.of(ChatSpan.SpanKind.TEXT, content));
    }
}
