package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageColor;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.contactpoint.render.UserTexts;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message as Discord takes it: embeds, explicit permission to mention, nothing else. Knows all of Discord's limits. */
final class DiscordRenderer {

    private static final int SUPPRESS_NOTIFICATIONS = 4096;
    private static final int MAX_MINIMAL = 1_500;
    /** What titles, the first embed's text, links and the footer may need of the 6,000. */
    private static final int RESERVED_TEXT = 2_000;

    private static final int MAX_COMPACT_TEXT = 3_500;
    private static final int MAX_ALERT_TITLE = 120;

    private DiscordRenderer() {}

    static Map<String, Object> render(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        DiscordMentions mentions = contactPoint.mention().appliesTo(message.message())
                ? DiscordMentions.of(contactPoint.mention().discord())
                : DiscordMentions.NONE;
        Map<String, Object> payload = new LinkedHashMap<>();
        if (outgoing.isMinimal()) {
            String line = CodePoints.cutEscaped(message.headline(), MAX_MINIMAL, DiscordMarkdown::inline);
            payload.put("content", (mentions.content() + " " + line).strip());
        } else {
            if (!mentions.content().isEmpty()) {
                payload.put("content", mentions.content());
            }
            payload.put("embeds", embeds(contactPoint, outgoing, message));
        }
        payload.put("allowed_mentions", mentions.allowed());
        if (mentions.content().isEmpty() && MessageColor.of(message) == MessageColor.GREY) {
            payload.put("flags", SUPPRESS_NOTIFICATIONS);
        }
        return payload;
    }

    static int countCodePoints(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        return build(contactPoint, message).stream()
                .mapToInt(DiscordEmbed::codePoints)
                .sum();
    }

    private static List<Map<String, Object>> embeds(ContactPoint contactPoint, Outgoing outgoing, MessageText message) {
        return build(contactPoint, message).stream().map(DiscordEmbed::toMap).toList();
    }

    private static List<DiscordEmbed> build(ContactPoint contactPoint, MessageText message) {
        UserTexts user = UserTexts.render(contactPoint, message, DiscordMarkdown::inline, Fences::block);
        List<DiscordEmbed> embeds = new ArrayList<>();
        DiscordEmbed first = new DiscordEmbed();
        String title = user.title();
        first.title(title == null ? message.title() : title);
        first.color(MessageColor.of(message).rgb());
        first.timestamp(message.message().at());
        embeds.add(first);
        String text = user.text();
        if (text != null) {
            List<String> parts = Fences.split(text, DiscordEmbed.MAX_DESCRIPTION - 200);
            first.description(parts.size() > 1 ? parts.get(0) + "\n" + CodePoints.ELLIPSIS : parts.get(0));
        } else if (message.alerts().size() == 1) {
            new DiscordAlert(message.alerts().get(0), message).fill(first, DetailLevel.FULL);
        } else {
            addAlerts(embeds, message);
        }
        finish(first, embeds, message, user);
        return embeds;
    }

    private static void finish(DiscordEmbed first, List<DiscordEmbed> embeds, MessageText message, UserTexts user) {
        List<String> remarks = new ArrayList<>(message.remarks());
        if (user.failed()) {
            remarks.add(message.texts().word(TextWord.TEMPLATE_FAILED));
        }
        if (message.alerts().size() == 1 && message.message().unlisted() > 0) {
            remarks.add(message.texts().more(message.message().unlisted()));
        }
        String page = message.links().get(message.texts().word(TextWord.DETAILS));
        if (page != null) {
            first.url(page);
        }
        int left = DiscordEmbed.MAX_TOTAL
                - embeds.stream().mapToInt(DiscordEmbed::codePoints).sum();
        String links = DiscordAlert.links(message.links());
        if (CodePoints.count(links) + 2 <= left) {
            first.field("\u2014", links, false);
            left -= CodePoints.count(links) + 1;
        }
        first.footer(CodePoints.cut(String.join(" · ", remarks), Math.max(Math.min(left - 1, 500), 1)));
    }

    private static void addAlerts(List<DiscordEmbed> embeds, MessageText message) {
        List<AlertText> alerts = message.alerts();
        Fitting.Size budget =
                new Fitting.Size(DiscordEmbed.MAX_TOTAL - RESERVED_TEXT, DiscordEmbed.MAX_EMBEDS - 2, MAX_COMPACT_TEXT);
        List<DetailLevel> levels = Fitting.fit(alerts, budget, (alert, level) -> size(alert, message, level));
        StringBuilder lines = new StringBuilder();
        int omitted = message.message().unlisted();
        for (int i = 0; i < alerts.size(); i++) {
            DiscordAlert alert = new DiscordAlert(alerts.get(i), message);
            switch (levels.get(i)) {
                case FULL, WITHOUT_EVIDENCE -> embeds.add(embed(alerts.get(i), alert, levels.get(i)));
                case COMPACT -> lines.append(alert.line()).append('\n');
                case OMITTED -> omitted++;
            }
        }
        if (omitted > 0) {
            lines.append(DiscordMarkdown.inline(message.texts().more(omitted)));
        }
        if (!lines.isEmpty()) {
            DiscordEmbed rest = new DiscordEmbed();
            rest.description(lines.toString());
            rest.color(MessageColor.of(message).rgb());
            embeds.add(rest);
        }
    }

    private static Fitting.Size size(AlertText alert, MessageText message, DetailLevel level) {
        Fitting.Size size = new DiscordAlert(alert, message).size(level);
        int title = level == DetailLevel.COMPACT ? 0 : CodePoints.count(alertTitle(alert)) * 2 + 8;
        return new Fitting.Size(size.codePoints() + title, size.parts(), size.compactCodePoints());
    }

    private static DiscordEmbed embed(AlertText text, DiscordAlert alert, DetailLevel level) {
        DiscordEmbed embed = new DiscordEmbed();
        embed.title(alertTitle(text));
        embed.color(text.isFiring() ? MessageColor.RED.rgb() : MessageColor.GREEN.rgb());
        alert.fill(embed, level);
        return embed;
    }

    private static String alertTitle(AlertText alert) {
        return CodePoints.cut(alert.mark() + " " + alert.summaryOrName(), MAX_ALERT_TITLE);
    }
}
