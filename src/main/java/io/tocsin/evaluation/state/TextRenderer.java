package io.tocsin.evaluation.state;

import io.tocsin.template.TextTemplate;
import java.util.Map;

/** Fills a rule's template. Never throws: what cannot be rendered becomes a text that says so. */
@FunctionalInterface
public interface TextRenderer {

    String render(TextTemplate template, Map<String, Object> values);
}
