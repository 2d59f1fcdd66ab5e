package io.tocsin.contactpoint.render;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.template.Escaper;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contact point's own title and text. A template that fails never loses an alert: the built-in text is used, with a
 * line that says so.
 *
 * @param title null: use the built-in title
 * @param text null: use the built-in text
 * @param failed whether a template failed
 */
public record UserTexts(@Nullable String title, @Nullable String text, boolean failed) {

    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern PLACE = Pattern.compile(OPEN + "\\d{1,4}" + CLOSE);
    private static final int EVIDENCE_CODE_POINTS = 1_500;

    private static final UserTexts NONE = new UserTexts(null, null, false);

    /**
     * @param escaper for every value in the text
     * @param fence makes a block of log lines, which is put where the template says {@code {{evidence}}}
     */
    public static UserTexts render(
            ContactPoint contactPoint, MessageText message, Escaper escaper, Function<String, String> fence) {
        if (contactPoint.title() == null && contactPoint.text() == null) {
            return NONE;
        }
        try {
            Map<String, Object> model = TemplateModel.of(message);
            String title = render(contactPoint.title(), model, CleanText::singleLine);
            String text = render(contactPoint.text(), model, keepingPlaces(escaper));
            return new UserTexts(
                    title == null ? null : withoutPlaces(title),
                    text == null ? null : withEvidence(text, message.alerts(), fence),
                    false);
        } catch (TemplateException e) {
            return new UserTexts(null, null, true);
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

    private static String withEvidence(String text, List<AlertText> alerts, Function<String, String> fence) {
        String result = text;
        for (int i = 0; i < alerts.size(); i++) {
            String place = evidencePlace(i);
            if (result.contains(place)) {
                String lines = alerts.get(i)
                        .evidence(CodePoints::count)
                        .fit(EVIDENCE_CODE_POINTS)
                        .rows();
                result = result.replace(place, lines.isEmpty() ? "" : fence.apply(lines));
            }
        }
        return withoutPlaces(result);
    }
}
