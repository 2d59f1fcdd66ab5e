package io.tocsin.rule;

import io.tocsin.label.Labels;
import io.tocsin.template.TextTemplate;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the labels and annotations of a rule can name, for one instance.
 *
 * @param labels the labels of the answer's series
 * @param activeAt null before the instance was active; renders as the empty text
 * @param firedAt null before the instance fired
 * @param externalLabels what {@code $externalLabels} shows
 * @param externalUrl what {@code $externalURL} shows
 */
public record RuleTemplateModel(
        double value,
        Labels labels,
        @Nullable Instant activeAt,
        @Nullable Instant firedAt,
        Labels externalLabels,
        String externalUrl) {

    public static RuleTemplateModel of(double value, Labels labels) {
        return new RuleTemplateModel(value, labels, null, null, Labels.empty(), "");
    }

    /** A model with every one of {@link TextTemplate#RULE_NAMES}. */
    public Map<String, @Nullable Object> of(AlertRule rule) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("value", value);
        model.put("labels", labels.asMap());
        model.put("rule", rule.name());
        model.put("group", rule.key().group().group());
        model.put("expr", rule.expression().strip());
        model.put("active_at", activeAt);
        model.put("fired_at", firedAt);
        model.put("external_labels", externalLabels.asMap());
        model.put("external_url", externalUrl);
        return Collections.unmodifiableMap(model);
    }
}
