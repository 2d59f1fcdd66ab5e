package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.template.Escaper;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Fills a rule's templates. Never throws: an alert must not be lost to a template, so the text says what is wrong. */
public final class TextRenderer {

    private final String externalUrl;

    /** @param externalUrl the address people reach Tocsin at; may be empty */
    public TextRenderer(String externalUrl) {
        this.externalUrl = externalUrl;
    }

    /**
     * A series of the rule as an alert that fires at the slot, whether or not its value is one at which the rule fires: for
     * people who want to see the texts before.
     */
    public AlertInstance asFiring(AlertRule rule, Sample series, Instant slot) {
        RuleTexts texts = new RuleTexts(rule, this);
        AlertInstance bare = new AlertInstance(
                rule.key(),
                texts.labels(series),
                InstanceState.FIRING,
                InstanceTimes.firing(slot.minus(rule.holdDuration()), slot, slot),
                series.value(),
                new TreeMap<>());
        return bare.withAnnotations(texts.annotations(bare));
    }

    String render(TextTemplate template, Map<String, Object> values) {
        if (!template.hasTags()) {
            return template.source();
        }
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
