package io.tocsin.contactpoint.render;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.template.Escaper;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contact point's own title and text. A template that fails never loses an alert: the built-in text is used, with a
 * line that says so.
 *
 * @param title null: use the built-in title
 * @param text null: use the built-in text
 * @param failed whether a template failed
 * @param placesLines whether the text says where the log lines stand; otherwise they come below it
 */
public record UserTexts(@Nullable String title, @Nullable String text, boolean failed, boolean placesLines) {

    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern PLACE = Pattern.compile(OPEN + "\\d{1,4}" + CLOSE);
    private static final int LEAST_LINES = 600;

    /** The built-in title and text. */
    public static final UserTexts NONE = new UserTexts(null, null, false, true);

    /** The texts as the contact point has them, in a chat's markup. */
    public static UserTexts render(ContactPoint contactPoint, MessageText message, ChatMarkup markup) {
        if (contactPoint.title() == null && contactPoint.text() == null) {
            return NONE;
        }
        try {
            Map<String, Object> model = TemplateModel.of(message);
            String title = render(contactPoint.title(), model, CleanText::singleLine);
            String text = render(contactPoint.text(), model, keepingPlaces(markup.escaper()));
            return new UserTexts(
                    title == null ? null : withoutPlaces(title),
                    text == null ? null : withEvidence(text, message.alerts(), markup),
                    false,
                    text == null || PLACE.matcher(text).find());
        } catch (TemplateException e) {
            return new UserTexts(null, null, true, true);
        }
    }

    private static @Nullable String render(
            @Nullable TextTemplate template, Map<String, Object> model, Escaper escaper) {
        if (template == null) {
            return null;
        }
        String text = template.render(model, escaper).strip();
        return text.isEmpty() ? null : text;
    }

    /** Stands for the log lines of an alert while its text is being escaped; no cleaned text contains such characters. */
    static String evidencePlace(int alert) {
        return "" + OPEN + alert + CLOSE;
    }

    /** Escapers strip what no reader can see, and with it the places of the log lines. */
    private static Escaper keepingPlaces(Escaper escaper) {
        return value -> PLACE.matcher(value).matches() ? value : escaper.escape(value);
    }

    private static String withoutPlaces(String title) {
        return title.replaceAll("[" + OPEN + "]\\d*[" + CLOSE + "]?", "");
    }

    private static String withEvidence(String text, List<AlertText> alerts, ChatMarkup markup) {
        List<EvidenceText> lines = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            if (text.contains(evidencePlace(i))) {
                lines.add(alerts.get(i).evidence(markup.costInBlock()));
            }
        }
        int room = Math.max(markup.room() - CodePoints.count(text) - lines.size() * Fences.AROUND, LEAST_LINES);
        int[] shares =
                FairShares.of(lines.stream().mapToInt(EvidenceText::wants).toArray(), room);
        String result = text;
        int at = 0;
        for (int i = 0; i < alerts.size(); i++) {
            String place = evidencePlace(i);
            if (text.contains(place)) {
                result = result.replace(place, block(lines.get(at), shares[at], markup));
                at++;
            }
        }
        return withoutPlaces(result);
    }

    private static String block(EvidenceText lines, int room, ChatMarkup markup) {
        EvidenceText.FittedLines fitted = lines.fit(room);
        String rest = fitted.rest().isEmpty() ? "" : "\n" + fitted.rest();
        return fitted.rows().isEmpty() ? "" : markup.block().apply(fitted.rows()) + rest;
    }
}
