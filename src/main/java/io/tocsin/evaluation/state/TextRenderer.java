package io.tocsin.evaluation.state;

import io.tocsin.template.Escaper;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.util.HashMap;
import java.util.Map;

/** Fills a rule's templates. Never throws: an alert must not be lost to a template, so the text says what is wrong. */
public final class TextRenderer {

    private final String externalUrl;

    /** @param externalUrl the address people reach Tocsin at; may be empty */
    public TextRenderer(String externalUrl) {
        this.externalUrl = externalUrl;
    }

    String render(TextTemplate template, Map<String, Object> values) {
        Map<String, Object> model = new HashMap<>(values);
        model.put("external_url", externalUrl);
        model.put("external_labels", Map.of());
        try {
            return template.render(model, Escaper.NONE);
        } catch (TemplateException e) {
            return "(template error: " + e.getMessage() + ")";
        }
    }
}
