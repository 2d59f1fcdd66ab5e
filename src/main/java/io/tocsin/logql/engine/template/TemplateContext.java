package io.tocsin.logql.engine.template;

import io.tocsin.logql.text.GoTime;

/** What a template can ask about the entry it formats. */
public interface TemplateContext {

    /** The line as the stage sees it. */
    String line();

    /** The entry's time in nanoseconds since the epoch. */
    long timestampNanos();

    /** The time of the query. */
    GoTime now();
}
