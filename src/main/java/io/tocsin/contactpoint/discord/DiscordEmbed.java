package io.tocsin.contactpoint.discord;

import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One embed, counted while it is built. Empty texts are left out, because Discord refuses them. */
final class DiscordEmbed {

    /** discord.com/developers/docs/resources/message#embed-object-embed-limits. */
    static final int MAX_TITLE = 256;

    static final int MAX_DESCRIPTION = 4_096;
    static final int MAX_FIELDS = 25;
    static final int MAX_FIELD_VALUE = 1_024;
    static final int MAX_FOOTER = 2_048;
    /** The sum over all embeds of a message. */
    static final int MAX_TOTAL = 6_000;

    static final int MAX_EMBEDS = 10;

    private final Map<String, Object> embed = new LinkedHashMap<>();
    private final List<Map<String, Object>> fields = new ArrayList<>();
    private int codePoints;

    int codePoints() {
        return codePoints;
    }

    /** Escapes; cuts where it must. */
    void title(String untrusted) {
        put("title", CodePoints.cutEscaped(untrusted.strip(), MAX_TITLE, DiscordMarkdown::inline));
    }

    /** The caller has escaped and fitted it. */
    void description(String markdown) {
        put("description", markdown.strip());
    }

    void footer(String plain) {
        String text = CodePoints.cut(plain.strip(), MAX_FOOTER / 4);
        if (!text.isEmpty()) {
            codePoints += CodePoints.count(text);
            embed.put("footer", Map.of("text", text));
        }
    }

    void field(String name, String markdown, boolean inline) {
        if (markdown.isBlank() || fields.size() == MAX_FIELDS || CodePoints.count(markdown) > MAX_FIELD_VALUE) {
            return;
        }
        codePoints += CodePoints.count(name) + CodePoints.count(markdown);
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("name", name);
        field.put("value", markdown);
        field.put("inline", inline);
        fields.add(field);
    }

    void color(int rgb) {
        embed.put("color", rgb);
    }

    void url(String address) {
        embed.put("url", address);
    }

    void timestamp(java.time.Instant at) {
        embed.put(
                "timestamp",
                at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString());
    }

    private void put(String name, String text) {
        if (!text.isEmpty()) {
            codePoints += CodePoints.count(text);
            embed.put(name, text);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(embed);
        if (!fields.isEmpty()) {
            map.put("fields", fields);
        }
        return map;
    }
}
