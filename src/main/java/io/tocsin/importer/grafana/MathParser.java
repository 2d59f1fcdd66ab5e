package io.tocsin.importer.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code math} expressions, as in {@code $A / ${B} * 100 > 5 && !$C}. */
final class MathParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(\\$\\{[^}]+}|\\$\\w+)|(0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
                    + "|(\\w+)|(\\*\\*|&&|\\|\\||==|!=|<=|>=|[-+*/%<>!(),]))");
    /** From those that bind least. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!=", ">", ">=", "<", "<="),
            List.of("+", "-"),
            List.of("*", "/", "%"),
            List.of("**"));

    private static final int MAX_DEPTH = 100;

    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private MathParser() {}

    /** @throws IllegalArgumentException when it is no such expression */
    static MathNode parse(String text) {
        MathParser parser = new MathParser();
        parser.tokenize(text.strip());
        MathNode node = parser.level(0);
        if (parser.next < parser.tokens.size()) {
            throw new IllegalArgumentException("unexpected \"" + parser.tokens.get(parser.next) + "\"");
        }
        return node;
    }

    private void tokenize(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("unexpected \"" + text.charAt(end) + "\"");
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
    }

    private boolean accept(String token) {
        boolean isThere = next < tokens.size() && tokens.get(next).equals(token);
        next += isThere ? 1 : 0;
        return isThere;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("\"" + token + "\" is missing");
        }
    }

    private MathNode level(int level) {
        if (++depth > MAX_DEPTH * LEVELS.size()) {
            throw new IllegalArgumentException("it is nested too deeply");
        }
        try {
            if (level == LEVELS.size()) {
                return prefixed();
            }
            MathNode left = level(level + 1);
            while (next < tokens.size() && LEVELS.get(level).contains(tokens.get(next))) {
                String operator = tokens.get(next++);
                left = new MathNode.Operation(operator, left, level(level + 1));
            }
            return left;
        } finally {
            depth--;
        }
    }

    private MathNode prefixed() {
        if (accept("!")) {
            return new MathNode.Prefixed('!', level(LEVELS.size()));
        }
        if (accept("-")) {
            return new MathNode.Prefixed('-', level(LEVELS.size()));
        }
        return primary();
    }

    private MathNode primary() {
        if (accept("(")) {
            MathNode inner = level(0);
            expect(")");
            return inner;
        }
        if (next == tokens.size()) {
            throw new IllegalArgumentException("it ends too early");
        }
        String token = tokens.get(next++);
        if (token.startsWith("$")) {
            return new MathNode.Named(token.replaceAll("[${}]", ""));
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            return new MathNode.Figure(token);
        }
        if (Character.isLetter(token.charAt(0))) {
            return call(token);
        }
        throw new IllegalArgumentException("unexpected \"" + token + "\"");
    }

    private MathNode call(String function) {
        expect("(");
        List<MathNode> arguments = new ArrayList<>();
        while (!accept(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
            }
            arguments.add(level(0));
        }
        return new MathNode.FunctionCall(function, arguments);
    }
}
