package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.render.AnswerButtons;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blocks of one message, counted while they are added. */
final class SlackBlocks {

    /** api.slack.com/reference/block-kit/blocks: section text 3,000, field 2,000, header 150. */
    static final int MAX_SECTION = 3_000;

    static final int MAX_FIELD = 2_000;
    static final int MAX_HEADER = 150;
    /** 50 blocks are accepted; one is kept for the count of alerts that are not shown. */
    static final int MAX_BLOCKS = 50;
    /** Not documented: 9,597 characters were accepted, 11,341 were not (bolt-js issues 2509 and 2867). */
    static final int MAX_TEXT = 9_000;

    /** What the ids of our buttons begin with. */
    static final String ACTION_PREFIX = "tocsin-";

    private static final int MAX_BUTTON = 75;

    private final List<Map<String, Object>> blocks = new ArrayList<>();
    private int codePoints;

    List<Map<String, Object>> blocks() {
        return blocks;
    }

    int size() {
        return blocks.size();
    }

    int codePoints() {
        return codePoints;
    }

    void header(String text) {
        add("header", "text", plain(text, MAX_HEADER));
    }

    /** Untrusted text: Slack reads no markup in it. */
    void plainSection(String text) {
        if (!text.isBlank()) {
            add("section", "text", plain(text, MAX_SECTION));
        }
    }

    void section(String mrkdwn) {
        if (!mrkdwn.isBlank()) {
            add("section", "text", mrkdwn(mrkdwn));
        }
    }

    /** Rows in which no markup is read, in as many blocks as they need. */
    void code(String rows) {
        if (!rows.isEmpty()) {
            Fences.blocks(rows, MAX_SECTION, MAX_SECTION, Mrkdwn::entities).forEach(this::section);
        }
    }

    void fields(List<String> fields) {
        if (!fields.isEmpty()) {
            add("section", "fields", fields.stream().map(this::mrkdwn).toList());
        }
    }

    void context(String mrkdwn) {
        if (!mrkdwn.isBlank()) {
            add("context", "elements", List.of(mrkdwn(mrkdwn)));
        }
    }

    void plainContext(String text) {
        if (!text.isBlank()) {
            add("context", "elements", List.of(plain(text, MAX_FIELD)));
        }
    }

    /** One button for each answer; docs.slack.dev/reference/block-kit: at most 25, text 75, value 2,000, action id 255. */
    void buttons(AnswerButtons answers, BuiltInTexts texts) {
        if (answers.isEmpty()) {
            return;
        }
        List<Map<String, Object>> elements = new ArrayList<>();
        for (MessageButton button : answers.buttons()) {
            Map<String, Object> element = new LinkedHashMap<>();
            element.put("type", "button");
            element.put("action_id", ACTION_PREFIX + button.word());
            element.put("text", plain(texts.button(button), MAX_BUTTON));
            element.put("value", answers.ticket().toString());
            if (button == MessageButton.ACKNOWLEDGE) {
                element.put("style", "primary");
            }
            elements.add(element);
        }
        add("actions", "elements", elements);
    }

    void divider() {
        blocks.add(Map.of("type", "divider"));
    }

    void addAll(SlackBlocks others) {
        blocks.addAll(others.blocks);
        codePoints += others.codePoints;
    }

    private void add(String type, String name, Object value) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", type);
        block.put(name, value);
        blocks.add(block);
    }

    /** Slack decodes entities here, too; nobody must have to trust that it reads no mention. */
    private Map<String, Object> plain(String untrusted, int maxCodePoints) {
        String text = CodePoints.cutEscaped(untrusted, maxCodePoints, Mrkdwn::entities);
        codePoints += CodePoints.count(text);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "plain_text");
        object.put("text", text);
        object.put("emoji", false);
        return object;
    }

    private Map<String, Object> mrkdwn(String text) {
        codePoints += CodePoints.count(text);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "mrkdwn");
        object.put("text", text);
        // Otherwise Slack makes links and channel names of what looks like them.
        object.put("verbatim", true);
        return object;
    }
}
