package io.tocsin.gotemplate;

import io.tocsin.gotemplate.Token.TokenKind;
import java.util.List;

/** Tokens with look-ahead, and the parser's error messages. */
final class TokenStream {

    private final String name;
    private final List<Token> tokens;
    private int at;
    /** The line on which the current action began, 0 outside of actions. */
    int actionLine;

    TokenStream(String name, List<Token> tokens) {
        this.name = name;
        this.tokens = tokens;
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    Token nextNonSpace() {
        Token token = next();
        while (token.kind() == TokenKind.SPACE) {
            token = next();
        }
        return token;
    }

    /** Skips blanks for good. */
    Token peekNonSpace() {
        Token token = nextNonSpace();
        backup();
        return token;
    }

    void backup() {
        at--;
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    void expect(TokenKind kind, String context) {
        Token token = nextNonSpace();
        if (token.kind() != kind) {
            throw unexpected(token, context);
        }
    }

    GoTemplateException unexpected(Token token, String context) {
        if (token.kind() == TokenKind.ERROR) {
            String extra = "";
            if (actionLine != 0 && actionLine != token.line()) {
                extra = (token.text().endsWith(" action") ? "" : " in action") + " started at " + name + ":"
                        + actionLine;
            }
            return errorAt(token, token.text() + extra);
        }
        return errorAt(token, "unexpected " + token.describe() + " in " + context);
    }

    /** The end of the source came before that of an action, whose place is more help than Go's, which is the last line. */
    GoTemplateException unclosed(int opening) {
        GoTemplateException goes = error("unexpected EOF");
        return new GoTemplateException(String.valueOf(goes.getMessage()), goes.problem(), opening);
    }

    GoTemplateException error(String message) {
        return errorAt(tokens.get(Math.max(0, Math.min(at, tokens.size()) - 1)), message);
    }

    private GoTemplateException errorAt(Token token, String problem) {
        return new GoTemplateException(
                "template: " + name + ":" + token.line() + ": " + problem, problem, token.position());
    }
}
