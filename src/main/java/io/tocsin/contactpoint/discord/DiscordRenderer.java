package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.AnswerButtons;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.ChatMarkup;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageColor;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.contactpoint.render.UserTexts;
import io.tocsin.text.CodePoints;
import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message as Discord takes it: embeds, explicit permission to mention, nothing else. Knows all of Discord's limits. */
final class DiscordRenderer {

    private static final int SUPPRESS_NOTIFICATIONS = 4096;
    private static final int MAX_MINIMAL = 1_500;
    /** What the count of omitted alerts may need, and a block that is closed and opened again. */
    private static final int RESERVED_TEXT = 100;

    private static final int MAX_REMARKS = 500;

    private static final int MAX_COMPACT_TEXT = 3_500;

    private static final int MAX_USER_TEXT = DiscordEmbed.MAX_DESCRIPTION - 200;
    private static final ChatMarkup MARKUP = new ChatMarkup(
            DiscordMarkdown::inline, Fences::block, text -> CodePoints.count(Fences.inside(text)), MAX_USER_TEXT);
    private static final int MOST_ALERTS_BELOW = 8;
    /** Which alert it is, fences, and how much is not shown or why there is nothing. */
    private static final int LINES_BELOW_AROUND = 600;

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
            DiscordButtons.addTo(payload, AnswerButtons.of(contactPoint, outgoing), message.texts());
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
        UserTexts user = UserTexts.render(contactPoint, message, MARKUP);
        List<DiscordEmbed> embeds = new ArrayList<>();
        DiscordEmbed first = new DiscordEmbed();
        String title = user.title();
        first.title(title == null ? message.title() : title);
        first.color(MessageColor.of(message).rgb());
        first.timestamp(message.message().at());
        embeds.add(first);
        List<String> remarks = remarks(message, user);
        String text = user.text();
        if (text != null) {
            List<String> parts = Fences.split(text, MAX_USER_TEXT);
            first.description(parts.size() > 1 ? parts.get(0) + "\n" + CodePoints.ELLIPSIS : parts.get(0));
            if (!user.placesLines()) {
                addLinesBelow(embeds, message, room(first, remarks, DiscordAlert.links(message.links())));
            }
        } else if (message.alerts().size() == 1) {
            addOnly(embeds, message, room(first, remarks, ""));
        } else {
            addAlerts(embeds, message, room(first, remarks, DiscordAlert.links(message.links())));
        }
        finish(embeds, message, remarks, text != null);
        return embeds;
    }

    private static List<String> remarks(MessageText message, UserTexts user) {
        List<String> remarks = new ArrayList<>(message.remarks());
        if (user.failed()) {
            remarks.add(message.texts().word(TextWord.TEMPLATE_FAILED));
        }
        if (message.alerts().size() == 1 && message.message().unlisted() > 0) {
            remarks.add(message.texts().more(message.message().unlisted()));
        }
        return remarks;
    }

    private static int room(DiscordEmbed first, List<String> remarks, String links) {
        int footer = Math.min(CodePoints.count(String.join(" · ", remarks)), MAX_REMARKS);
        return DiscordEmbed.MAX_TOTAL - first.codePoints() - footer - CodePoints.count(links) - 2 - RESERVED_TEXT;
    }

    private static void finish(List<DiscordEmbed> embeds, MessageText message, List<String> remarks, boolean hasText) {
        boolean isOverview = hasText || message.alerts().size() != 1;
        DiscordEmbed first = embeds.get(0);
        message.page().ifPresent(first::url);
        int left = DiscordEmbed.MAX_TOTAL
                - embeds.stream().mapToInt(DiscordEmbed::codePoints).sum();
        String links = DiscordAlert.links(message.links());
        if (isOverview && CodePoints.count(links) + 2 <= left) {
            if (hasText) {
                first.field("\u2014", links, false);
            } else {
                first.description(links);
            }
            left -= CodePoints.count(links) + 1;
        }
        first.footer(CodePoints.cut(String.join(" · ", remarks), Math.max(Math.min(left - 1, MAX_REMARKS), 1)));
    }

    /** The only alert stands in the first embed, and goes on in a second one when its log lines need it. */
    private static void addOnly(List<DiscordEmbed> embeds, MessageText message, int room) {
        DiscordAlert alert = new DiscordAlert(message.alerts().get(0), message);
        int left = room - alert.fill(DetailLevel.FULL, 0).codePoints() - 2 * Fences.AROUND;
        DiscordDescription text = alert.fill(DetailLevel.FULL, Math.max(left, 0));
        embeds.get(0).description(text.first());
        for (String further : text.further()) {
            DiscordEmbed embed = new DiscordEmbed();
            embed.description(further);
            embed.color(MessageColor.of(message).rgb());
            embeds.add(embed);
        }
    }

    /** The log lines of the first alerts under a text that does not say where they stand. */
    private static void addLinesBelow(List<DiscordEmbed> embeds, MessageText message, int room) {
        List<DiscordAlert> alerts = message.alerts().stream()
                .filter(alert -> !alert.alert().evidence().isEmpty())
                .limit(Math.min(MOST_ALERTS_BELOW, Math.max(room / LINES_BELOW_AROUND, 0)))
                .map(alert -> new DiscordAlert(alert, message))
                .toList();
        int[] wants =
                alerts.stream().mapToInt(alert -> alert.evidence().wants()).toArray();
        int[] shares = FairShares.of(wants, room - alerts.size() * LINES_BELOW_AROUND);
        for (int i = 0; i < alerts.size(); i++) {
            DiscordDescription text = new DiscordDescription(1);
            alerts.get(i).addLines(Math.min(shares[i], MAX_USER_TEXT), text);
            if (!text.first().isEmpty()) {
                DiscordEmbed embed = new DiscordEmbed();
                embed.title(message.alerts().size() == 1 ? "" : alerts.get(i).title());
                embed.color(MessageColor.of(message).rgb());
                embed.description(text.first());
                embeds.add(embed);
            }
        }
    }

    private static void addAlerts(List<DiscordEmbed> embeds, MessageText message, int room) {
        List<DiscordAlert> alerts = message.alerts().stream()
                .map(alert -> new DiscordAlert(alert, message))
                .toList();
        Fitting.Size budget = new Fitting.Size(room, DiscordEmbed.MAX_EMBEDS - 2, MAX_COMPACT_TEXT);
        List<DetailLevel> levels = Fitting.fit(alerts, budget, DiscordAlert::size);
        int left = room - Fitting.total(alerts, levels, DiscordAlert::size).codePoints();
        List<Integer> rooms = Fitting.roomForLines(alerts, levels, DiscordAlert::evidence, left);
        StringBuilder lines = new StringBuilder();
        int omitted = message.message().unlisted();
        for (int i = 0; i < alerts.size(); i++) {
            switch (levels.get(i)) {
                case FULL, WITHOUT_EVIDENCE -> embeds.add(embed(alerts.get(i), levels.get(i), rooms.get(i)));
                case COMPACT -> lines.append(alerts.get(i).line()).append('\n');
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

    /** An embed's text has a limit of its own. */
    private static DiscordEmbed embed(DiscordAlert alert, DetailLevel level, int linesRoom) {
        int left = DiscordEmbed.MAX_DESCRIPTION - alert.fill(level, 0).codePoints() - RESERVED_TEXT;
        DiscordEmbed embed = new DiscordEmbed();
        embed.title(alert.title());
        embed.color(alert.text().isFiring() ? MessageColor.RED.rgb() : MessageColor.GREEN.rgb());
        embed.description(
                alert.fill(level, Math.max(Math.min(linesRoom, left), 0)).first());
        return embed;
    }
}
