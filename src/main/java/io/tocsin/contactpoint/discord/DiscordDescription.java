package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.render.Fences;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The text of an alert, row by row, over one embed or as many as it may have. A row that has no room is left out. */
final class DiscordDescription {

    private final int maxEmbeds;
    private final List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));

    DiscordDescription(int maxEmbeds) {
        this.maxEmbeds = maxEmbeds;
    }

    /** Escaped already. */
    void row(String markdown) {
        if (!markdown.isBlank()) {
            add(markdown);
        }
    }

    /** Rows in which no markup is read. */
    void code(String rows) {
        if (!rows.isEmpty()) {
            Fences.blocks(rows, left(), DiscordEmbed.MAX_DESCRIPTION, UnaryOperator.identity())
                    .forEach(this::add);
        }
    }

    private void add(String part) {
        if (CodePoints.count(part) > left()) {
            if (texts.size() >= maxEmbeds) {
                return;
            }
            texts.add(new StringBuilder());
        }
        StringBuilder text = texts.get(texts.size() - 1);
        text.append(text.isEmpty() ? "" : "\n").append(part);
    }

    private int left() {
        return DiscordEmbed.MAX_DESCRIPTION
                - CodePoints.count(texts.get(texts.size() - 1).toString())
                - 1;
    }

    int codePoints() {
        return texts.stream()
                .mapToInt(text -> CodePoints.count(text.toString()))
                .sum();
    }

    /** The first embed's text. */
    String first() {
        return texts.get(0).toString();
    }

    /** The texts of further embeds. */
    List<String> further() {
        return texts.stream().skip(1).map(StringBuilder::toString).toList();
    }
}
