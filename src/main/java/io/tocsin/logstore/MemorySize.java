package io.tocsin.logstore;

import io.tocsin.label.Labels;
import java.util.Map;

/** Upper estimates of what objects take on the heap, so that the bound on bytes is one that can be relied on. */
final class MemorySize {

    private static final int STRING_OVERHEAD = 56;
    private static final int MAP_ENTRY = 40;
    private static final int LABELS_OVERHEAD = 120;

    private MemorySize() {}

    static long of(Labels labels) {
        long size = LABELS_OVERHEAD;
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            size += MAP_ENTRY
                    + 2L * STRING_OVERHEAD
                    + 2L * (label.getKey().length() + label.getValue().length());
        }
        return size;
    }
}
