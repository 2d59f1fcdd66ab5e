package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.template.Escaper;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fills a rule's templates. Never throws: an alert must not be lost to a template, so the text says what is wrong. */
public final class TextRenderer {

    private static final String METRIC_NAME = "__name__";

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
        RuleTexts texts = of(rule);
        AlertInstance bare = new AlertInstance(
                rule.key(),
                texts.labels(series),
                InstanceState.FIRING,
                InstanceTimes.firing(slot.minus(rule.holdDuration()), slot, slot),
                series.value(),
                new TreeMap<>());
        return bare.withAnnotations(texts.annotations(bare));
    }

    RuleTexts of(AlertRule rule) {
        return new RuleTexts(rule);
    }

    private String render(TextTemplate template, Map<String, Object> values) {
        if (!template.hasTags()) {
            return template.source();
        }
        try {
            return template.render(values, Escaper.NONE);
        } catch (TemplateException e) {
            return "(template error: " + e.getMessage() + ")";
        }
    }

    /** The labels and annotations of a rule's instances, rendered from its templates. */
    final class RuleTexts {

        private final AlertRule rule;

        private RuleTexts(AlertRule rule) {
            this.rule = rule;
        }

        /** The full labels of an instance: the rule's labels win over the series', and the alert's name over both. */
        Labels labels(Sample series) {
            Labels own =
                    series.labels().has(METRIC_NAME) ? series.labels().without(List.of(METRIC_NAME)) : series.labels();
            Map<String, Object> values = hasTags(rule.labels().values()) ? values(own, series.value()) : Map.of();
            Labels all = own;
            for (Map.Entry<String, TextTemplate> label : rule.labels().entrySet()) {
                all = all.with(label.getKey(), render(label.getValue(), values));
            }
            return all.with(Labels.ALERT_NAME, rule.name());
        }

        /** The labels of an instance that stands for the rule and not for a series. */
        Labels ownLabels() {
            return labels(new Sample(Labels.empty(), Double.NaN));
        }

        /** Active instances have texts of the newest value; all others keep those of the last one. */
        StateTransition annotate(StateTransition transition, Instant slot) {
            AlertInstance after = transition.after();
            boolean isActive = after != null
                    && after.evaluatedAt().equals(slot)
                    && after.keepFiringSince() == null
                    && after.resolvedAt() == null;
            if (!isActive || after == null) {
                return transition;
            }
            SortedMap<String, String> texts = annotations(after);
            // Those of the slot before are kept: what is remembered of each slot anew grows old, and is not found to be
            // gone for long.
            return texts.equals(after.annotations()) ? transition : transition.withAfter(after.withAnnotations(texts));
        }

        SortedMap<String, String> annotations(AlertInstance instance) {
            Map<String, Object> values = Map.of();
            if (hasTags(rule.annotations().values())) {
                values = values(instance.labels(), instance.value());
                values.put("active_at", instance.activeAt());
                values.put("fired_at", instance.firedAt() == null ? "" : instance.firedAt());
            }
            SortedMap<String, String> texts = new TreeMap<>();
            for (Map.Entry<String, TextTemplate> annotation : rule.annotations().entrySet()) {
                texts.put(annotation.getKey(), render(annotation.getValue(), values));
            }
            return texts;
        }

        /** Texts without tags are as they are written, whatever the values. */
        private static boolean hasTags(Collection<TextTemplate> templates) {
            // Asked for each series at each slot: a loop makes less than a stream.
            for (TextTemplate template : templates) {
                if (template.hasTags()) {
                    return true;
                }
            }
            return false;
        }

        private Map<String, Object> values(Labels labels, double value) {
            Map<String, Object> values = new HashMap<>();
            values.put("external_url", externalUrl);
            values.put("external_labels", Map.of());
            values.put("value", value);
            values.put("labels", labels.asMap());
            values.put("rule", rule.name());
            values.put("group", rule.key().group().group());
            values.put("expr", rule.expression());
            values.put("active_at", "");
            values.put("fired_at", "");
            return values;
        }
    }
}
