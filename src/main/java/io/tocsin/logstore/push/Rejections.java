package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.text.Shortened;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why entries of one push were refused, as one text of bounded length: a bad push must not be answered by a large one. */
public final class Rejections {

    private static final int MAX_MESSAGES = 10;
    private static final int MAX_LABEL_CHARACTERS = 300;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int others;

    /** A label set as messages show it. */
    public static String shown(Labels labels) {
        return shortened(labels.toString());
    }

    static String shortened(String text) {
        return Shortened.of(text, MAX_LABEL_CHARACTERS);
    }

    void add(String message) {
        if (counts.containsKey(message) || counts.size() < MAX_MESSAGES) {
            counts.merge(message, 1, Integer::sum);
        } else {
            others++;
        }
    }

    /** Null when nothing was refused. */
    @Nullable
    String summary() {
        if (counts.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((message, count) -> {
            text.append(text.isEmpty() ? "" : "; ");
            if (counts.size() > 1 || count > 1) {
                text.append(count).append(" errors like: ");
            }
            text.append(message);
        });
        return others == 0
                ? text.toString()
                : text.append("; and ").append(others).append(" other errors").toString();
    }
}
