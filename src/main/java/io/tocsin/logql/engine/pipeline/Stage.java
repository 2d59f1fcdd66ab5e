package io.tocsin.logql.engine.pipeline;

import java.util.Collection;
import java.util.List;

/** A compiled step of a pipeline. */
interface Stage {

    /** Works on the entry; false if it does not pass. */
    boolean process(Entry entry);

    /** The labels that this stage reads. */
    default Collection<String> requiredLabels() {
        return List.of();
    }
}
