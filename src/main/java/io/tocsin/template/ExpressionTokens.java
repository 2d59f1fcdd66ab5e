package io.tocsin.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one tag. */
final class ExpressionTokens {

    enum Kind {
        STRING,
        NUMBER,
        VARIABLE,
        FIELD,
        NAME,
        PIPE,
        OPEN,
        CLOSE,
        END
    }

    record Token(Kind kind, String text, int offset, boolean isSpaced) {}

    private static final String NAME_REST = "[\\p{L}\\p{N}_@./-]*";
    private static final Pattern WORD =
            Pattern.compile("(?<NUMBER>[+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
                    + "|(?<VARIABLE>\\$" + NAME_REST + ")"
                    + "|(?<FIELD>\\." + NAME_REST + ")"
                    + "|(?<NAME>[\\p{L}_@]" + NAME_REST + ")"
                    + "|(?<PIPE>\\|)|(?<OPEN>\\()|(?<CLOSE>\\))");

    private final List<Token> tokens;
    private int next;

    private ExpressionTokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @param offset where the text starts in the template */
    static ExpressionTokens of(String text, int offset, TemplateSource source) {
        List<Token> tokens = new ArrayList<>();
        int position = 0;
        boolean isSpaced = true;
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
                isSpaced = true;
                continue;
            }
            Token token = tokenAt(text, position, isSpaced);
            if (token == null) {
                throw source.placeAt(offset + position)
                        .problem("\"" + Character.toString(text.codePointAt(position)) + "\" is not understood here");
            }
            tokens.add(new Token(token.kind, token.text, offset + position, isSpaced));
            position += token.text.length();
            isSpaced = false;
        }
        tokens.add(new Token(Kind.END, "", offset + text.stripTrailing().length(), true));
        return new ExpressionTokens(tokens);
    }

    private static @org.jspecify.annotations.Nullable Token tokenAt(String text, int position, boolean isSpaced) {
        char c = text.charAt(position);
        if (c == '"' || c == '`') {
            int end = GoText.endOfQuoted(text, position);
            return end < 0 ? null : new Token(Kind.STRING, text.substring(position, end), position, isSpaced);
        }
        Matcher word = WORD.matcher(text).region(position, text.length());
        if (!word.lookingAt()) {
            return null;
        }
        for (Kind kind : List.of(Kind.NUMBER, Kind.VARIABLE, Kind.FIELD, Kind.NAME, Kind.PIPE, Kind.OPEN, Kind.CLOSE)) {
            if (word.group(kind.name()) != null) {
                return new Token(kind, word.group(), position, isSpaced);
            }
        }
        return null;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }
}
