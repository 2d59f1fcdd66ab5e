package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.text.CodePoints;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** What one alert adds to a message: its texts in an embed, or one line. */
final class DiscordAlert {

    private static final int MAX_EVIDENCE = 1_800;
    private static final int MAX_COMPACT = 400;
    private static final int MAX_DESCRIPTION = 1_800;

    private final AlertText alert;
    private final MessageText message;

    DiscordAlert(AlertText alert, MessageText message) {
        this.alert = alert;
        this.message = message;
    }

    Fitting.Size size(DetailLevel level) {
        if (level == DetailLevel.COMPACT) {
            int codePoints = CodePoints.count(line()) + 1;
            return new Fitting.Size(codePoints, 0, codePoints);
        }
        DiscordEmbed embed = new DiscordEmbed();
        fill(embed, level);
        return new Fitting.Size(embed.codePoints(), 1, 0);
    }

    String line() {
        return CodePoints.cutEscaped(alert.compact(MAX_COMPACT / 2), MAX_COMPACT, DiscordMarkdown::inline);
    }

    /** Everything but the title, the footer and the colour. */
    void fill(DiscordEmbed embed, DetailLevel level) {
        embed.description(description(level));
        var texts = message.texts();
        embed.field(
                texts.word(alert.isFiring() ? TextWord.VALUE : TextWord.LAST_VALUE),
                Fences.inline(alert.value()),
                true);
        if (!alert.isFiring()) {
            embed.field(texts.word(TextWord.PRESENT_VALUE), Fences.inline(alert.presentValue()), true);
        }
        Instant since = alert.alert().activeAt();
        embed.field(texts.word(TextWord.SINCE), DiscordMarkdown.time(since) + " (" + alert.activeFor() + ")", true);
        Instant resolvedAt = alert.alert().resolvedAt();
        if (resolvedAt != null) {
            String reason = DiscordMarkdown.inline(alert.resolveReason());
            embed.field(texts.word(TextWord.RESOLVED), DiscordMarkdown.relativeTime(resolvedAt) + " · " + reason, true);
        }
        if (level == DetailLevel.FULL && !alert.trend().isEmpty()) {
            embed.field(alert.trendName(), Fences.inline(alert.trend()), false);
        }
        embed.field(texts.word(TextWord.LABELS), labels(), false);
    }

    private String labels() {
        StringBuilder text = new StringBuilder();
        for (String label : alert.labels()) {
            String shown = Fences.inline(label);
            if (CodePoints.count(text.toString()) + CodePoints.count(shown) + 1 > DiscordEmbed.MAX_FIELD_VALUE) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(shown);
        }
        return text.toString();
    }

    private String description(DetailLevel level) {
        boolean isAlone = message.message().alerts().size() == 1;
        StringBuilder text = new StringBuilder();
        if (isAlone && !alert.summary().isEmpty()) {
            text.append(DiscordMarkdown.bold(DiscordMarkdown.inline(alert.summary())));
        }
        alert.mutes(DiscordMarkdown::inline, DiscordMarkdown::time).forEach(mute -> append(text, mute));
        append(text, CodePoints.cutEscaped(alert.description(), MAX_DESCRIPTION, DiscordMarkdown::inline));
        if (level == DetailLevel.FULL) {
            String lines = alert.evidence(MAX_EVIDENCE);
            append(text, lines.isEmpty() ? "" : Fences.block(lines));
            append(text, DiscordMarkdown.inline(alert.evidenceProblem()));
        }
        if (!isAlone) {
            append(text, links(message.links(alert.alert().links())));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        boolean isFitting = CodePoints.count(text.toString()) + CodePoints.count(part) < DiscordEmbed.MAX_DESCRIPTION;
        if (!part.isBlank() && isFitting) {
            text.append(text.isEmpty() ? "" : "\n").append(part);
        }
    }

    /** As many whole links as fit into the text of an alert. */
    static String links(Map<String, String> links) {
        String text = links.entrySet().stream()
                .map(link -> DiscordMarkdown.link(link.getValue(), link.getKey()))
                .filter(link -> CodePoints.count(link) <= DiscordEmbed.MAX_FIELD_VALUE / 3)
                .collect(Collectors.joining(" · "));
        return CodePoints.count(text) <= DiscordEmbed.MAX_FIELD_VALUE ? text : "";
    }
}
