package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.GoTime;

/** What a template can ask about the entry it formats. */
public interface TemplateContext {

    /** The line as the stage sees it. */
    String line();

    /** The entry's time in nanoseconds since the epoch. */
    long timestampNanos();

    /** What the templates that format this entry may still make. */
    TextBudget budget();

    /** The time of the query. */
    GoTime now();
}
