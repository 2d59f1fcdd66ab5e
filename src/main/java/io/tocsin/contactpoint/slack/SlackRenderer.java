package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.MessageColor;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.contactpoint.render.UserTexts;
import io.tocsin.text.CodePoints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as Slack takes it: blocks inside a coloured attachment, and a text line above it that is also what a
 * phone's notification shows. Knows all of Slack's limits.
 */
final class SlackRenderer {

    private static final int MAX_HEADLINE = 400;
    /** What the header, the remarks, the links and the count of omitted alerts may need of the budget. */
    private static final int RESERVED_TEXT = 2_600;

    private static final int RESERVED_BLOCKS = 5;
    private static final int MAX_LINKS = 1_500;

    private SlackRenderer() {}

    /** The payload of an incoming webhook; chat.postMessage takes the same with a channel. */
    static Map<String, Object> render(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        UserTexts user = outgoing.isMinimal()
                ? new UserTexts(null, null, false)
                : UserTexts.render(contactPoint, message, Mrkdwn::inline, Mrkdwn::block);
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
        attachment.put("blocks", blocks(message, user).blocks());
        payload.put("attachments", List.of(attachment));
        return payload;
    }

    /** What a webhook or a bot would send. */
    static Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        MessageText message = new MessageText(contactPoint, outgoing);
        UserTexts user = UserTexts.render(contactPoint, message, Mrkdwn::inline, Mrkdwn::block);
        int codePoints = SlackRenderer.blocks(message, user).codePoints();
        return new Preview(Json.write(SlackRenderer.render(contactPoint, outgoing)), codePoints, SlackBlocks.MAX_TEXT);
    }

    static SlackBlocks blocks(MessageText message, UserTexts user) {
        SlackBlocks blocks = new SlackBlocks();
        String title = user.title();
        blocks.header(title == null ? message.title() : title);
        blocks.plainContext(String.join(" · ", message.remarks()));
        if (user.failed()) {
            blocks.plainContext("⚠ " + message.texts().word(TextWord.TEMPLATE_FAILED));
        }
        String text = user.text();
        if (text == null) {
            addAlerts(blocks, message);
        } else {
            addText(blocks, text);
        }
        String links = SlackAlert.links(message.links());
        if (CodePoints.count(links) <= MAX_LINKS) {
            blocks.context(links);
        }
        return blocks;
    }

    private static void addAlerts(SlackBlocks blocks, MessageText message) {
        List<AlertText> alerts = message.alerts();
        Fitting.Size budget =
                new Fitting.Size(SlackBlocks.MAX_TEXT - RESERVED_TEXT, SlackBlocks.MAX_BLOCKS - RESERVED_BLOCKS, 0);
        List<DetailLevel> levels =
                Fitting.fit(alerts, budget, (alert, level) -> new SlackAlert(alert, message).size(level));
        int omitted = message.message().unlisted();
        for (int i = 0; i < alerts.size(); i++) {
            if (levels.get(i) == DetailLevel.OMITTED) {
                omitted++;
            } else {
                blocks.addAll(new SlackAlert(alerts.get(i), message).blocks(levels.get(i)));
            }
        }
        if (omitted > 0) {
            blocks.plainSection(message.texts().more(omitted));
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
                ? SlackMentions.of(contactPoint.mention().slack())
                : "";
        String line = CodePoints.cutEscaped(message.headline(), MAX_HEADLINE, Mrkdwn::inline);
        return (mentions + " " + line).strip();
    }
}
