package io.tocsin.web.alerts;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter at its commas, but not at those within quotes. */
final class FilterParts {

    private FilterParts() {}

    /** The parts without space around them and without the braces around all; empty ones are left out. */
    static List<String> split(String text) {
        String inner = unbraced(text.strip());
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && isQuoted && i + 1 < inner.length()) {
                part.append(c).append(inner.charAt(++i));
            } else if (c == ',' && !isQuoted) {
                add(parts, part);
            } else {
                isQuoted ^= c == '"';
                part.append(c);
            }
        }
        add(parts, part);
        return parts;
    }

    private static String unbraced(String text) {
        return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    }

    private static void add(List<String> parts, StringBuilder part) {
        if (!part.toString().isBlank()) {
            parts.add(part.toString().strip());
        }
        part.setLength(0);
    }
}
