package io.tocsin.gotemplate;

import io.tocsin.gotemplate.Token.TokenKind;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a template into tokens; after an error there are no more. */
final class TemplateLexer extends TemplateCursor {

    private static final Set<String> KEYWORDS =
            Set.of("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

    private final List<Token> tokens = new ArrayList<>();
    private int parenthesisDepth;
    private boolean failed;

    private TemplateLexer(String input) {
        super(input);
    }

    static List<Token> tokenize(String input) {
        TemplateLexer lexer = new TemplateLexer(input);
        boolean trims = false;
        while (!lexer.failed && lexer.at < input.length()) {
            trims = lexer.lexTextAndAction(trims);
        }
        if (!lexer.failed) {
            lexer.begin();
            lexer.emit(TokenKind.EOF);
        }
        return lexer.tokens;
    }

    /** Reads text up to the next action and that action; true if blanks after it are to be dropped. */
    private boolean lexTextAndAction(boolean trimsLeft) {
        if (trimsLeft) {
            while (at < input.length() && isSpace(input.charAt(at))) {
                advance();
            }
        }
        begin();
        int open = input.indexOf("{{", at);
        int textEnd = open < 0 ? input.length() : open;
        boolean trimsRight = open >= 0 && isTrimAfter(open + 2);
        int keptEnd = textEnd;
        while (trimsRight && keptEnd > at && isSpace(input.charAt(keptEnd - 1))) {
            keptEnd--;
        }
        if (keptEnd > at) {
            advanceTo(keptEnd);
            emit(TokenKind.TEXT);
        }
        advanceTo(textEnd);
        return open >= 0 && lexAction(trimsRight);
    }

    private boolean lexAction(boolean trimsRight) {
        begin();
        advanceTo(at + 2);
        int afterTrim = at + (trimsRight ? 2 : 0);
        if (input.startsWith("/*", afterTrim)) {
            return lexComment(afterTrim);
        }
        emit(TokenKind.LEFT_DELIMITER);
        advanceTo(afterTrim);
        parenthesisDepth = 0;
        while (!failed) {
            boolean trims = isRightTrim();
            if (trims || input.startsWith("}}", at)) {
                return closeAction(trims);
            }
            lexInsideAction();
        }
        return false;
    }

    private boolean closeAction(boolean trims) {
        begin();
        if (parenthesisDepth != 0) {
            fail("unclosed left paren");
            return false;
        }
        if (trims) {
            advanceTo(at + 2);
            begin();
        }
        advanceTo(at + 2);
        emit(TokenKind.RIGHT_DELIMITER);
        return trims;
    }

    private boolean lexComment(int commentStart) {
        int close = input.indexOf("*/", commentStart + 2);
        if (close < 0) {
            fail("unclosed comment");
            return false;
        }
        advanceTo(close + 2);
        boolean trims = isRightTrim();
        int delimiter = at + (trims ? 2 : 0);
        if (!input.startsWith("}}", delimiter)) {
            fail("comment ends before closing delimiter");
            return false;
        }
        advanceTo(delimiter + 2);
        return trims;
    }

    private void lexInsideAction() {
        begin();
        if (at >= input.length()) {
            fail("unclosed action");
            return;
        }
        int c = input.codePointAt(at);
        if (c < 0x80 && isSpace((char) c)) {
            lexSpace();
            return;
        }
        advance();
        switch (c) {
            case '=' -> emit(TokenKind.ASSIGN);
            case ':' -> lexDeclare();
            case '|' -> emit(TokenKind.PIPE);
            case '"' -> lexQuoted('"', TokenKind.STRING, "unterminated quoted string");
            case '\'' -> lexQuoted('\'', TokenKind.CHARACTER_CONSTANT, "unterminated character constant");
            case '`' -> lexRawString();
            case '$' -> lexFieldOrVariable(TokenKind.VARIABLE);
            case '.' -> lexDot();
            case '(' -> {
                emit(TokenKind.LEFT_PAREN);
                parenthesisDepth++;
            }
            case ')' -> lexRightParen();
            default -> lexOther(c);
        }
    }

    private void lexOther(int c) {
        if (c == '+' || c == '-' || c >= '0' && c <= '9') {
            at = start;
            lexNumber();
        } else if (isAlphanumeric(c)) {
            lexIdentifier();
        } else if (c >= ' ' && c < 0x7f) {
            emit(TokenKind.CHARACTER);
        } else {
            fail("unrecognized character in action: " + describe(c));
        }
    }

    private static String describe(int c) {
        String code = String.format("U+%04X", c);
        return c >= ' ' && c != 0x7f ? code + " '" + Character.toString(c) + "'" : code;
    }

    private void lexSpace() {
        while (at < input.length() && isSpace(input.charAt(at)) && !isRightTrim()) {
            advance();
        }
        emit(TokenKind.SPACE);
    }

    private void lexDeclare() {
        if (at < input.length() && input.charAt(at) == '=') {
            advance();
            emit(TokenKind.DECLARE);
        } else {
            fail("expected :=");
        }
    }

    private void lexRightParen() {
        parenthesisDepth--;
        if (parenthesisDepth < 0) {
            fail("unexpected right paren");
        } else {
            emit(TokenKind.RIGHT_PAREN);
        }
    }

    private void lexQuoted(char mark, TokenKind kind, String error) {
        while (at < input.length() && input.charAt(at) != '\n') {
            char c = input.charAt(at);
            advance();
            if (c == mark) {
                emit(kind);
                return;
            }
            if (c == '\\' && at < input.length() && input.charAt(at) != '\n') {
                advance();
            }
        }
        fail(error);
    }

    private void lexRawString() {
        int close = input.indexOf('`', at);
        if (close < 0) {
            fail("unterminated raw quoted string");
        } else {
            advanceTo(close + 1);
            emit(TokenKind.RAW_STRING);
        }
    }

    private void lexDot() {
        if (at < input.length() && input.charAt(at) >= '0' && input.charAt(at) <= '9') {
            at = start;
            lexNumber();
        } else {
            lexFieldOrVariable(TokenKind.FIELD);
        }
    }

    private void lexFieldOrVariable(TokenKind kind) {
        int nameStart = at;
        skipAlphanumeric();
        if (!atTerminator()) {
            fail("bad character " + describe(input.codePointAt(at)));
        } else {
            emit(at == nameStart && kind == TokenKind.FIELD ? TokenKind.DOT : kind);
        }
    }

    private void lexIdentifier() {
        skipAlphanumeric();
        if (!atTerminator()) {
            fail("bad character " + describe(input.codePointAt(at)));
            return;
        }
        String word = input.substring(start, at);
        if (KEYWORDS.contains(word)) {
            emit(TokenKind.KEYWORD);
        } else {
            emit(
                    word.equals("true") || word.equals("false")
                            ? TokenKind.BOOL
                            : word.equals("nil") ? TokenKind.NIL : TokenKind.IDENTIFIER);
        }
    }

    private void lexNumber() {
        accept("+-");
        String digits = "0123456789_";
        if (accept("0")) {
            digits = accept("xX")
                    ? "0123456789abcdefABCDEF_"
                    : accept("oO") ? "01234567_" : accept("bB") ? "01_" : digits;
        }
        acceptAll(digits);
        if (accept(".")) {
            acceptAll(digits);
        }
        if (digits.length() == 11 && accept("eE") || digits.length() == 23 && accept("pP")) {
            accept("+-");
            acceptAll("0123456789_");
        }
        accept("i");
        if (at < input.length() && isAlphanumeric(input.codePointAt(at))) {
            advance();
            fail("bad number syntax: " + Quoting.quote(input.substring(start, at)));
        } else {
            emit(TokenKind.NUMBER);
        }
    }

    private void emit(TokenKind kind) {
        tokens.add(new Token(kind, input.substring(start, at), start, startLine));
        begin();
    }

    private void fail(String message) {
        failed = true;
        tokens.add(new Token(TokenKind.ERROR, message, start, startLine));
    }
}
