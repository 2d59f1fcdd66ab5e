package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.render.AnswerButtons;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.ChatMarkup;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.MessageColor;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.contactpoint.render.UserTexts;
import io.tocsin.text.CodePoints;
import io.tocsin.text.FairShares;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as Slack takes it: blocks inside a coloured attachment, and a text line above it that is also what a
 * phone's notification shows. Knows all of Slack's limits.
 */
final class SlackRenderer {

    private static final int MAX_HEADLINE = 400;
    /** What the count of omitted alerts may need, and blocks that are closed and opened again. */
    private static final int RESERVED_TEXT = 120;

    /** The message's links, the count of omitted alerts, and one for log lines that need a further block. */
    private static final int RESERVED_BLOCKS = 3;

    /** So much room for log lines brings no more than one block more. */
    private static final int LINES_OF_BLOCK = 2_500;

    private static final int MAX_LINKS = 1_500;

    /** Texts of contact points share the message with its title and links. */
    private static final ChatMarkup MARKUP = new ChatMarkup(
            Mrkdwn::inline, Mrkdwn::block, Mrkdwn::costInBlock, SlackBlocks.MAX_TEXT - MAX_LINKS - MAX_HEADLINE);

    private static final int MOST_ALERTS_BELOW = 8;
    /** Fences, which alert it is, and how much is not shown or why there is nothing. */
    private static final int LINES_BELOW_AROUND = 1_000;

    private SlackRenderer() {}

    /** The payload of an incoming webhook; chat.postMessage takes the same with a channel. */
    static Map<String, Object> render(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        UserTexts user = outgoing.isMinimal() ? UserTexts.NONE : UserTexts.render(contactPoint, message, MARKUP);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("text", headline(contactPoint, message));
        payload.put("unfurl_links", false);
        payload.put("unfurl_media", false);
        if (outgoing.isMinimal()) {
            payload.put("mrkdwn", false);
            return payload;
        }
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("color", MessageColor.of(message).hex());
        attachment.put("fallback", CodePoints.cut(Mrkdwn.entities(message.headline()), MAX_HEADLINE));
        attachment.put(
                "blocks",
                blocks(message, user, AnswerButtons.of(contactPoint, outgoing)).blocks());
        payload.put("attachments", List.of(attachment));
        return payload;
    }

    /** What a webhook or a bot would send. */
    static Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        UserTexts user = UserTexts.render(contactPoint, message, MARKUP);
        int codePoints =
                blocks(message, user, AnswerButtons.of(contactPoint, outgoing)).codePoints();
        return new Preview(Json.write(SlackRenderer.render(contactPoint, outgoing)), codePoints, SlackBlocks.MAX_TEXT);
    }

    private static SlackBlocks blocks(MessageText message, UserTexts user, AnswerButtons buttons) {
        SlackBlocks blocks = new SlackBlocks();
        String title = user.title();
        blocks.header(title == null ? message.title() : title);
        blocks.plainContext(String.join(" · ", message.remarks()));
        if (user.failed()) {
            blocks.plainContext("⚠ " + message.texts().word(TextWord.TEMPLATE_FAILED));
        }
        SlackBlocks links = new SlackBlocks();
        String addresses = SlackAlert.links(message.links());
        if (CodePoints.count(addresses) <= MAX_LINKS) {
            links.context(addresses);
        }
        links.buttons(buttons, message.texts());
        String text = user.text();
        if (text == null) {
            int room = SlackBlocks.MAX_TEXT - blocks.codePoints() - links.codePoints() - RESERVED_TEXT;
            addAlerts(blocks, message, room, RESERVED_BLOCKS + (buttons.isEmpty() ? 0 : 1));
        } else {
            addText(blocks, text);
            if (!user.placesLines()) {
                addLinesBelow(blocks, message, SlackBlocks.MAX_TEXT - blocks.codePoints() - links.codePoints());
            }
        }
        blocks.addAll(links);
        return blocks;
    }

    private static void addAlerts(SlackBlocks blocks, MessageText message, int room, int reserved) {
        List<SlackAlert> alerts = message.alerts().stream()
                .map(alert -> new SlackAlert(alert, message))
                .toList();
        Fitting.Size budget = new Fitting.Size(room, SlackBlocks.MAX_BLOCKS - reserved - blocks.size(), 0);
        List<DetailLevel> levels = Fitting.fit(alerts, budget, SlackAlert::size);
        Fitting.Size placed = Fitting.total(alerts, levels, SlackAlert::size);
        int freeBlocks = SlackBlocks.MAX_BLOCKS - reserved + 1 - blocks.size() - placed.parts();
        int left = Math.min(room - placed.codePoints(), freeBlocks * LINES_OF_BLOCK);
        List<Integer> rooms = Fitting.roomForLines(alerts, levels, SlackAlert::evidence, left);
        int omitted = message.message().unlisted();
        for (int i = 0; i < alerts.size(); i++) {
            if (levels.get(i) == DetailLevel.OMITTED) {
                omitted++;
            } else {
                blocks.addAll(alerts.get(i).blocks(levels.get(i), rooms.get(i)));
            }
        }
        if (omitted > 0) {
            blocks.plainSection(message.texts().more(omitted));
        }
    }

    /** The log lines of the first alerts under a text that does not say where they stand. */
    private static void addLinesBelow(SlackBlocks blocks, MessageText message, int room) {
        List<SlackAlert> alerts = message.alerts().stream()
                .filter(alert -> !alert.alert().evidence().isEmpty())
                .limit(MOST_ALERTS_BELOW)
                .map(alert -> new SlackAlert(alert, message))
                .toList();
        int[] wants =
                alerts.stream().mapToInt(alert -> alert.evidence().wants()).toArray();
        int[] shares = FairShares.of(wants, room - alerts.size() * LINES_BELOW_AROUND);
        for (int i = 0; i < alerts.size(); i++) {
            alerts.get(i).addLinesBelow(shares[i], blocks);
        }
    }

    /** As many whole parts as fit; the links say where the rest is. */
    private static void addText(SlackBlocks blocks, String text) {
        for (String part : Fences.split(text, SlackBlocks.MAX_SECTION)) {
            if (blocks.codePoints() + CodePoints.count(part) > SlackBlocks.MAX_TEXT - MAX_LINKS) {
                blocks.plainContext(CodePoints.ELLIPSIS);
                return;
            }
            blocks.section(part);
        }
    }

    private static String headline(ContactPoint contactPoint, MessageText message) {
        String mentions = contactPoint.mention().appliesTo(message.message())
                ? Mrkdwn.mentions(contactPoint.mention().slack())
                : "";
        String line = CodePoints.cutEscaped(message.headline(), MAX_HEADLINE, Mrkdwn::inline);
        return (mentions + " " + line).strip();
    }
}
