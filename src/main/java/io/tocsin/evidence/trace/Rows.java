package io.tocsin.evidence.trace;

import java.util.ArrayList;
import java.util.List;

/** Rows of a text and where they begin. */
final class Rows {

    private Rows() {}

    /** Rows without blank ones and without blanks at their ends. */
    static List<String> of(String text) {
        List<String> rows = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            String row = text.substring(start, stop).stripTrailing();
            if (!row.isEmpty()) {
                rows.add(row);
            }
            start = stop + 1;
        }
        return rows;
    }

    /** How many blanks a row begins with; a tab counts as four. */
    static int indent(String row) {
        int columns = 0;
        for (int i = 0; i < row.length() && (row.charAt(i) == ' ' || row.charAt(i) == '\t'); i++) {
            columns += row.charAt(i) == '\t' ? 4 : 1;
        }
        return columns;
    }

    /** The number that stands here; -1 when there is none, or too large a one. */
    static int number(String text, int at) {
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == at || end - at > 8 ? -1 : Integer.parseInt(text.substring(at, end));
    }

    static boolean startsWithAny(String text, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    static boolean containsAny(String text, List<String> parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
