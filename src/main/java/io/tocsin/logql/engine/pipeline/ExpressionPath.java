package io.tocsin.logql.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

/** The paths of {@code | json a="b.c[0]"} and the keys of {@code | logfmt a="b"}, with Loki's error messages. */
final class ExpressionPath {

    private enum PathToken {
        END("$end"),
        DOT("DOT"),
        OPEN("LSB"),
        CLOSE("RSB"),
        STRING("STRING"),
        FIELD("FIELD"),
        INDEX("INDEX");

        private final String lokiName;

        PathToken(String lokiName) {
            this.lokiName = lokiName;
        }
    }

    private final String text;
    private final boolean isJson;
    private int at;
    private String value = "";
    private String lexicalError = "";

    private ExpressionPath(String text, boolean isJson) {
        this.text = text;
        this.isJson = isJson;
    }

    /**
     * The keys of the path; an index is written {@code [0]}.
     *
     * @throws IllegalArgumentException with Loki's message
     */
    static List<String> json(String text) {
        return new ExpressionPath(text, true).readJson();
    }

    /** @throws IllegalArgumentException with Loki's message */
    static String logfmt(String text) {
        return new ExpressionPath(text, false).readLogfmt();
    }

    private List<String> readJson() {
        List<String> path = new ArrayList<>();
        PathToken token = next();
        if (token != PathToken.FIELD && token != PathToken.OPEN) {
            throw unexpected(token, ", expecting LSB or FIELD");
        }
        while (token != PathToken.END) {
            switch (token) {
                case FIELD -> {
                    if (!path.isEmpty()) {
                        throw unexpected(token, "");
                    }
                    path.add(value);
                }
                case OPEN -> path.add(access());
                case DOT -> {
                    PathToken field = next();
                    if (field != PathToken.FIELD) {
                        throw unexpected(field, ", expecting FIELD");
                    }
                    path.add(value);
                }
                default -> throw unexpected(token, "");
            }
            token = next();
        }
        failOnLexicalError();
        return path;
    }

    private String access() {
        PathToken token = next();
        if (token != PathToken.STRING && token != PathToken.INDEX) {
            throw unexpected(token, ", expecting STRING or INDEX");
        }
        String key = token == PathToken.INDEX ? "[" + Integer.parseInt(value) + "]" : value;
        PathToken close = next();
        if (close != PathToken.CLOSE) {
            throw unexpected(close, ", expecting RSB");
        }
        return key;
    }

    private String readLogfmt() {
        PathToken token = next();
        if (token != PathToken.FIELD && token != PathToken.STRING) {
            throw unexpected(token, ", expecting STRING or KEY");
        }
        String key = value;
        token = next();
        while (token == PathToken.STRING) {
            token = next();
        }
        if (token != PathToken.END) {
            throw unexpected(token, "");
        }
        failOnLexicalError();
        return key;
    }

    private void failOnLexicalError() {
        if (!lexicalError.isEmpty()) {
            throw new IllegalArgumentException(lexicalError);
        }
    }

    private IllegalArgumentException unexpected(PathToken token, String expecting) {
        String name = token == PathToken.FIELD && !isJson ? "KEY" : token.lokiName;
        return new IllegalArgumentException("syntax error: unexpected " + name + expecting);
    }

    private PathToken next() {
        while (at < text.length() && " \t\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at >= text.length()) {
            return PathToken.END;
        }
        int c = text.codePointAt(at);
        if (isNameStart(c)) {
            return field();
        }
        if (c == '"') {
            return string();
        }
        if (isJson) {
            switch (c) {
                case '[' -> {
                    at++;
                    return PathToken.OPEN;
                }
                case ']' -> {
                    at++;
                    return PathToken.CLOSE;
                }
                case '.' -> {
                    at++;
                    return PathToken.DOT;
                }
                default -> {
                    if (isDigit(c)) {
                        return index();
                    }
                }
            }
        }
        return fail("unexpected char " + Character.toString(c));
    }

    private PathToken fail(String message) {
        lexicalError = message;
        at = text.length();
        return PathToken.END;
    }

    private PathToken field() {
        int start = at;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        value = text.substring(start, at);
        return PathToken.FIELD;
    }

    private PathToken string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != ']') {
            at++;
        }
        value = text.substring(start, at);
        at = Math.min(at + 1, text.length());
        return PathToken.STRING;
    }

    private PathToken index() {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        char stop = at < text.length() ? text.charAt(at) : 0;
        if (stop == '.') {
            return fail("cannot use float as array index");
        }
        if (" \t\n]".indexOf(stop) < 0) {
            return fail("non-integer value: " + stop);
        }
        value = text.substring(start, at);
        if (value.length() > 9) {
            return fail("strconv.Atoi: parsing \"" + value + "\": value out of range");
        }
        return PathToken.INDEX;
    }

    private static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
