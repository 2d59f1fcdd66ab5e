package io.tocsin.rule;

import io.tocsin.template.TextTemplate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts that a rule gives its alerts, each a template.
 *
 * @param labels added to every instance, the group's labels included
 * @param annotations texts for people
 */
public record RuleTemplates(SortedMap<String, TextTemplate> labels, SortedMap<String, TextTemplate> annotations) {

    public RuleTemplates {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** The annotations' source texts by name. */
    public SortedMap<String, String> annotationSources() {
        SortedMap<String, String> sources = new TreeMap<>();
        annotations.forEach((name, template) -> sources.put(name, template.source()));
        return sources;
    }
}
