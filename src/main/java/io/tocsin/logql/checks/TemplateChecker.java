package io.tocsin.logql.checks;

import java.util.Optional;

/** Checks the Go templates of {@code line_format} and {@code label_format} while a query is parsed. */
public interface TemplateChecker {

    /** Accepts every template. */
    TemplateChecker NONE = (name, template) -> Optional.empty();

    /**
     * What is wrong with a template, in the words of Go's {@code text/template}, for example {@code template: line:1:
     * unclosed action}; empty when it is valid.
     *
     * @param name what Loki calls the template: {@code line} or {@code label}
     */
    Optional<String> problemOf(String name, String template);
}
