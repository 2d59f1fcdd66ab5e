package io.tocsin.template;

import java.util.ArrayList;
import java.util.List;

/** The text of a template, cut into plain text and tags. */
final class TemplateSource {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String text;

    TemplateSource(String text) {
        this.text = text;
    }

    /** Plain text, or the inside of a tag with the offset at which it starts. */
    record Piece(boolean isTag, String text, int offset) {

        /** Where the first character stands that is not blank. */
        int contentOffset() {
            return offset + text.length() - text.stripLeading().length();
        }
    }

    Place placeAt(int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line = (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new Place(line, text.codePointCount(lineStart, offset) + 1);
    }

    String text() {
        return text;
    }

    boolean hasTags() {
        return text.contains(OPEN);
    }

    /** @throws TemplateException when a tag is not closed, or is one that escaping could not protect */
    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        int position = 0;
        boolean trimsNext = false;
        while (true) {
            int open = text.indexOf(OPEN, position);
            String plain = text.substring(position, open < 0 ? text.length() : open);
            plain = trimsNext ? plain.stripLeading() : plain;
            if (open < 0) {
                pieces.add(new Piece(false, plain, position));
                return pieces;
            }
            int start = open + OPEN.length();
            boolean trimsBefore = text.startsWith("-", start) && isSpaceAt(start + 1);
            pieces.add(new Piece(false, trimsBefore ? plain.stripTrailing() : plain, position));
            int close = closeOf(start);
            trimsNext = close > start + 1 && text.charAt(close - 1) == '-' && isSpaceAt(close - 2);
            int from = trimsBefore ? start + 1 : start;
            pieces.add(new Piece(true, text.substring(from, Math.max(from, trimsNext ? close - 1 : close)), from));
            position = close + CLOSE.length();
        }
    }

    private boolean isSpaceAt(int offset) {
        return offset >= 0 && offset < text.length() && Character.isWhitespace(text.charAt(offset));
    }

    private int closeOf(int start) {
        if (text.startsWith("{", start)) {
            throw placeAt(start - OPEN.length()).problem("unescaped values ({{{…}}}) are not allowed; write {{…}}");
        }
        int first = text.indexOf(CLOSE, start);
        if (first < 0) {
            throw placeAt(start - OPEN.length()).problem("this {{ is never closed by }}");
        }
        int comment = text.startsWith("/*", start) ? start : text.startsWith("- /*", start) ? start + 2 : -1;
        if (comment >= 0) {
            int end = text.indexOf("*/", comment + 2);
            int close = end < 0 ? -1 : text.indexOf(CLOSE, end);
            return close < 0 ? first : close;
        }
        int quoted = text.startsWith("!", start) ? first : closeOutsideQuotes(start);
        return quoted < 0 ? first : quoted;
    }

    /** Go's string literals may contain }}; -1 when the quotes do not match up. */
    private int closeOutsideQuotes(int start) {
        int position = start;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"' || c == '`') {
                position = endOfQuoted(position);
                if (position < 0) {
                    return -1;
                }
            } else if (text.startsWith(CLOSE, position)) {
                return position;
            } else {
                position++;
            }
        }
        return -1;
    }

    /** The offset after the closing quote of the string that starts here, or -1. */
    private int endOfQuoted(int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (quote == '"' && c == '\\') {
                i++;
            } else if (quote == '"' && c == '\n') {
                return -1;
            }
        }
        return -1;
    }
}
