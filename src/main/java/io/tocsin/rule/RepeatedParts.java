package io.tocsin.rule;

import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.util.HashMap;
import java.util.Map;

/**
 * What several rules of one file say in the same words: kept once, and compiled once. Of the memory that a large
 * installation takes for its rules, that is half.
 */
final class RepeatedParts {

    private final Map<String, TextTemplate> templates = new HashMap<>();
    private final Map<RuleTemplates, RuleTemplates> texts = new HashMap<>();
    private final Map<FiringTerms, FiringTerms> terms = new HashMap<>();

    /**
     * The text of a label or an annotation.
     *
     * @throws TemplateException when the source is no template of a rule
     */
    TextTemplate template(String source) {
        return templates.computeIfAbsent(source, TextTemplate::compile);
    }

    RuleTemplates once(RuleTemplates found) {
        RuleTemplates known = texts.putIfAbsent(found, found);
        return known == null ? found : known;
    }

    FiringTerms once(FiringTerms found) {
        FiringTerms known = terms.putIfAbsent(found, found);
        return known == null ? found : known;
    }
}
