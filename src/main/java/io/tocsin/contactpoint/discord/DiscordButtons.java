package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.render.AnswerButtons;
import io.tocsin.contactpoint.render.BuiltInTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buttons as Discord takes them: rows of at most five, each with a label of at most 80 characters and an id of at most 100
 * (discord.com/developers/docs/components/reference).
 */
final class DiscordButtons {

    static final String FIELD = "components";

    /** What the ids of our buttons begin with; the ticket follows the word. */
    static final String ID_PREFIX = "tocsin:";

    private static final int ROW = 1;
    private static final int BUTTON = 2;
    private static final int PRIMARY = 1;
    private static final int SECONDARY = 2;

    private DiscordButtons() {}

    static void addTo(Map<String, Object> payload, AnswerButtons answers, BuiltInTexts texts) {
        List<Map<String, Object>> silences = new ArrayList<>();
        List<Map<String, Object>> others = new ArrayList<>();
        for (MessageButton button : answers.buttons()) {
            boolean isSilence = button.isMuting() && button != MessageButton.ACKNOWLEDGE;
            (isSilence ? silences : others).add(button(button, answers, texts));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Map<String, Object>> row : List.of(others, silences)) {
            if (!row.isEmpty()) {
                Map<String, Object> element = new LinkedHashMap<>();
                element.put("type", ROW);
                element.put(FIELD, row);
                rows.add(element);
            }
        }
        if (!rows.isEmpty()) {
            payload.put(FIELD, rows);
        }
    }

    private static Map<String, Object> button(MessageButton button, AnswerButtons answers, BuiltInTexts texts) {
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("type", BUTTON);
        element.put("style", button == MessageButton.ACKNOWLEDGE ? PRIMARY : SECONDARY);
        element.put("label", texts.button(button));
        element.put("custom_id", ID_PREFIX + button.word() + ":" + answers.ticket());
        return element;
    }
}
