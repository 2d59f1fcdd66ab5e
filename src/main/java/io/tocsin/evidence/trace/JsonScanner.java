package io.tocsin.evidence.trace;

import java.util.ArrayList;
import java.util.List;

/** Finds the members of a JSON object whose values are texts, or lists of texts, with their places. Never fails. */
final class JsonScanner {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_MEMBERS = 500;

    private final String text;
    private final List<Member> members = new ArrayList<>();

    JsonScanner(String text) {
        this.text = text;
    }

    /**
     * A member with a text.
     *
     * @param value a list of texts is one text with a row for each
     * @param depth 1 for a member of the object itself
     * @param from where its name begins
     * @param to behind its value
     */
    record Member(String name, String value, int depth, int from, int to) {}

    String text() {
        return text;
    }

    /** Those before the place where the text stops being JSON. */
    List<Member> members() {
        int at = skipBlanks(0);
        int depth = 0;
        while (at < text.length() && members.size() < MAX_MEMBERS && depth <= MAX_DEPTH) {
            char c = text.charAt(at);
            if (c == '"') {
                at = string(at, depth);
            } else {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                at++;
            }
        }
        return members;
    }

    private int string(int from, int depth) {
        int end = stringEnd(from);
        int colon = skipBlanks(end);
        if (colon >= text.length() || text.charAt(colon) != ':') {
            return end;
        }
        int value = skipBlanks(colon + 1);
        if (value < text.length() && text.charAt(value) == '"') {
            int to = stringEnd(value);
            members.add(new Member(decoded(from, end), decoded(value, to), depth, from, to));
            return to;
        }
        if (value < text.length() && text.charAt(value) == '[') {
            return list(from, end, value, depth);
        }
        return value;
    }

    /** Only a list of nothing but texts is a value. */
    private int list(int from, int nameEnd, int open, int depth) {
        List<String> rows = new ArrayList<>();
        int at = skipBlanks(open + 1);
        while (at < text.length() && text.charAt(at) == '"') {
            int end = stringEnd(at);
            rows.add(decoded(at, end));
            at = skipBlanks(end);
            if (at < text.length() && text.charAt(at) == ',') {
                at = skipBlanks(at + 1);
            }
        }
        boolean isList = rows.size() > 1 && at < text.length() && text.charAt(at) == ']';
        if (!isList) {
            return open + 1;
        }
        members.add(new Member(decoded(from, nameEnd), String.join("\n", rows), depth, from, at + 1));
        return at + 1;
    }

    int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return Math.min(at, Math.max(text.length() - 1, 0));
    }

    /** Behind the closing quote. */
    private int stringEnd(int open) {
        for (int at = open + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return at + 1;
            }
        }
        return text.length();
    }

    private String decoded(int open, int end) {
        boolean isClosed = end > open + 1 && text.charAt(end - 1) == '"';
        int stop = isClosed ? end - 1 : end;
        StringBuilder value = new StringBuilder(stop - open);
        for (int at = open + 1; at < stop; at++) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 >= stop) {
                value.append(c);
                continue;
            }
            at++;
            at += append(text.charAt(at), at, stop, value);
        }
        return value.toString();
    }

    /** @return how many characters more the escape has */
    private int append(char escaped, int at, int stop, StringBuilder value) {
        switch (escaped) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r', 'b', 'f' -> value.append(escaped == 'r' ? "" : " ");
            case 'u' -> {
                int code = at + 4 < stop + 1 ? hex(at + 1, Math.min(at + 5, stop)) : -1;
                value.append(code < 0 ? 'u' : (char) code);
                return code < 0 ? 0 : 4;
            }
            default -> value.append(escaped);
        }
        return 0;
    }

    private int hex(int from, int to) {
        int code = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return to - from == 4 ? code : -1;
    }
}
