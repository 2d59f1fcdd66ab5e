package io.tocsin.rule;

import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.TextPosition;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a rule were written.
 *
 * @param alert where the rule's name stands
 * @param fields the text values by path: {@code expr}, {@code for}, {@code labels.severity}, {@code annotations.summary},
 *     {@code evidence.query}, …; labels that come from the group are not among them
 */
public record RuleSource(TextPosition alert, Map<String, ScalarText> fields) {

    public RuleSource {
        fields = Map.copyOf(fields);
    }

    public Optional<ScalarText> field(String path) {
        return Optional.ofNullable(fields.get(path));
    }
}
