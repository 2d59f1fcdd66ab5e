package io.tocsin.gotemplate;

import io.tocsin.logql.TemplateChecker;
import java.util.Optional;

/** Lets the parser of queries refuse templates that could not be run. */
public final class TemplateSyntax implements TemplateChecker {

    @Override
    public Optional<String> problemOf(String name, String template) {
        try {
            GoTemplate.parse(name, template);
            return Optional.empty();
        } catch (TemplateSyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
