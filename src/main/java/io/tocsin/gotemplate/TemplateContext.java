package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.GoTime;

/** What a template can ask besides its data. */
public interface TemplateContext {

    /** What the templates that run with this context may still make. */
    TextBudget budget();

    /** The line of a log as the stage sees it; for functions of Loki. */
    default String line() {
        return "";
    }

    /** The entry's time in nanoseconds since the epoch; for functions of Loki. */
    default long timestampNanos() {
        return 0;
    }

    /** The time of the query; for functions of Loki. */
    default GoTime now() {
        return GoTime.ZERO;
    }

    /** The address people reach Tocsin at; for functions of Prometheus. */
    default String externalUrl() {
        return "";
    }

    /** Makes the value of an action harmless in the text it is put into. */
    default String escaped(String value) {
        return value;
    }
}
