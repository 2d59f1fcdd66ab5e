package io.tocsin.web.alerts;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter at its commas, but not at those within quotes. */
final class FilterParts {

    private FilterParts() {}

    /** @param start where the part begins in the filter, in UTF-16 units */
    record FilterPart(String text, int start) {

        int end() {
            return start + text.length();
        }
    }

    /** The parts without space around them and without the braces around all; empty ones are left out. */
    static List<FilterPart> split(String filter) {
        String stripped = filter.strip();
        boolean isBraced = stripped.length() > 1 && stripped.startsWith("{") && stripped.endsWith("}");
        int first = filter.indexOf(stripped) + (isBraced ? 1 : 0);
        int end = filter.indexOf(stripped) + stripped.length() - (isBraced ? 1 : 0);
        List<FilterPart> parts = new ArrayList<>();
        boolean isQuoted = false;
        int start = first;
        for (int i = first; i < end; i++) {
            char c = filter.charAt(i);
            if (c == '\\' && isQuoted) {
                i++;
            } else if (c == ',' && !isQuoted) {
                add(parts, filter, start, i);
                start = i + 1;
            } else {
                isQuoted ^= c == '"';
            }
        }
        add(parts, filter, start, end);
        return parts;
    }

    private static void add(List<FilterPart> parts, String filter, int start, int end) {
        String text = filter.substring(start, Math.max(start, end));
        if (!text.isBlank()) {
            int space = text.length() - text.stripLeading().length();
            parts.add(new FilterPart(text.strip(), start + space));
        }
    }
}
