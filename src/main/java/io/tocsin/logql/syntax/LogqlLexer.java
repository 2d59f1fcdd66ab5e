package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.text.go.Quoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits a query into tokens as Loki does: Go's lexical rules for identifiers, numbers, strings and comments, and on top
 * of them LogQL's keywords, durations, sizes, flags and bracketed ranges.
 */
final class LogqlLexer {

    private static final String NO_TEXT = "";

    private final CharacterReader reader;
    private final GoLiteralScanner literals;
    private final List<Lexeme> lexemes = new ArrayList<>();
    private final List<LexedQuery.LexicalError> errors = new ArrayList<>(0);

    private Position start = Position.SYNTHETIC;

    private LogqlLexer(String query) {
        this.reader = new CharacterReader(query);
        this.literals = new GoLiteralScanner(reader, message -> error(message, start.line()));
    }

    /** All tokens of a query, ended by one of type END, and what was wrong on the way. */
    static LexedQuery lex(String query) {
        LogqlLexer lexer = new LogqlLexer(query);
        while (lexer.lexOne()) {
            // Each call adds one token.
        }
        return new LexedQuery(List.copyOf(lexer.lexemes), List.copyOf(lexer.errors));
    }

    private boolean lexOne() {
        skipBlanksAndComments();
        int first = reader.peek();
        if (first == CharacterReader.END) {
            return addEnd();
        }
        if (first == '"' || first == '`') {
            return lexString();
        }
        if (isDigit(first) || first == '.' && isDigit(reader.peek(1))) {
            lexNumber();
            return true;
        }
        if (first == '[') {
            return lexRange();
        }
        if (first == '-' && (lexFlag() || lexQuantity("-"))) {
            return true;
        }
        lexWordOrOperator(first);
        return true;
    }

    private void skipBlanksAndComments() {
        while (true) {
            start = reader.position();
            int c = reader.peek();
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                reader.next();
            } else if (c == '#' || c == '/' && reader.peek(1) == '/') {
                skipLine();
            } else if (c == '/' && reader.peek(1) == '*') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        int c = reader.peek();
        while (c != '\n' && c != CharacterReader.END) {
            reader.next();
            c = reader.peek();
        }
    }

    private void skipBlockComment() {
        reader.skip(2);
        int previous = 0;
        while (true) {
            int c = reader.next();
            if (c == CharacterReader.END) {
                error("comment not terminated", start.line());
                return;
            }
            if (previous == '*' && c == '/') {
                return;
            }
            previous = c;
        }
    }

    private boolean lexString() {
        int errorsBefore = errors.size();
        String literal = literals.scanString();
        try {
            String value = Quoting.unquotePrometheus(literal);
            if (errors.size() == errorsBefore) {
                add(TokenType.STRING, value, start.line());
                return true;
            }
            error("invalid syntax", start.line());
        } catch (ConversionException e) {
            error(String.valueOf(e.getMessage()), start.line());
        }
        return addEnd();
    }

    private void lexNumber() {
        String number = literals.scanNumber();
        if (!lexQuantity(number)) {
            add(TokenType.NUMBER, number, start.line());
        }
    }

    /** A number, or only a sign, that continues as a duration or a size; consumes nothing when it does not. */
    private boolean lexQuantity(String prefix) {
        String durationTail = reader.durationTail();
        Duration duration = durationTail.isEmpty() ? null : durationOf(prefix + durationTail);
        if (duration != null) {
            consume(prefix, durationTail);
            lexemes.add(new Lexeme(TokenType.DURATION, NO_TEXT, duration, 0, start, 0, reader.offset()));
            return true;
        }
        if (prefix.equals("-")) {
            return false;
        }
        String bytesTail = reader.bytesTail();
        long bytes = bytesTail.isEmpty() ? -1 : sizeOf(prefix + bytesTail);
        if (bytes < 0) {
            return false;
        }
        consume(NO_TEXT, bytesTail);
        lexemes.add(new Lexeme(TokenType.BYTES, NO_TEXT, Duration.ZERO, bytes, start, 0, reader.offset()));
        return true;
    }

    private void consume(String prefix, String tail) {
        // A number has been read before; a sign has only been looked at.
        reader.skip((prefix.equals("-") ? 1 : 0) + tail.codePointCount(0, tail.length()));
    }

    private boolean lexFlag() {
        String flag = reader.flag();
        if (flag.isEmpty()) {
            return false;
        }
        reader.skip(flag.length());
        add(TokenType.FUNCTION_FLAG, flag, 0);
        return true;
    }

    private boolean lexRange() {
        reader.next();
        int from = reader.offset();
        while (true) {
            if (reader.peek() == CharacterReader.END) {
                error("missing closing ']' in duration", 0);
                return addEnd();
            }
            if (reader.next() == ']') {
                break;
            }
        }
        String text = reader.textFrom(from);
        try {
            Duration value = PrometheusDuration.parseAsPrometheus(text.substring(0, text.length() - 1));
            lexemes.add(new Lexeme(TokenType.RANGE, NO_TEXT, value, 0, start, 0, reader.offset()));
            return true;
        } catch (ConversionException e) {
            error(String.valueOf(e.getMessage()), 0);
            return addEnd();
        }
    }

    private void lexWordOrOperator(int first) {
        String text = isIdentifierStart(first) ? literals.scanIdentifier() : literals.scanOther();
        String lowerCase = text.toLowerCase(Locale.ROOT);
        TokenType function = TokenType.ofFunction(lowerCase);
        if (function != null) {
            boolean called = reader.isCall();
            add(called ? function : TokenType.IDENTIFIER, called ? NO_TEXT : text, start.line());
            return;
        }
        if (!isIdentifierStart(first)) {
            TokenType longer = longerOperator(lowerCase);
            if (longer != null) {
                reader.next();
                add(longer, NO_TEXT, 0);
                return;
            }
        }
        TokenType keyword = TokenType.ofKeyword(lowerCase);
        add(keyword == null ? TokenType.IDENTIFIER : keyword, keyword == null ? text : NO_TEXT, start.line());
    }

    private @Nullable TokenType longerOperator(String text) {
        int next = reader.peek();
        return next > ' ' && next < 0x7f ? TokenType.ofKeyword(text + (char) next) : null;
    }

    private static boolean isIdentifierStart(int c) {
        return c == '_' || Character.isLetter(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private void add(TokenType type, String text, int reportedLine) {
        lexemes.add(new Lexeme(type, text, Duration.ZERO, 0, start, reportedLine, reader.offset()));
    }

    private boolean addEnd() {
        // Loki counts no column before it has read a character, and then prints no position at all.
        boolean empty = reader.text().isEmpty();
        Position position = empty ? new Position(0, 0, 0) : start;
        lexemes.add(new Lexeme(
                TokenType.END, NO_TEXT, Duration.ZERO, 0, position, empty ? 0 : start.line(), reader.offset()));
        return false;
    }

    private void error(String message, int reportedLine) {
        errors.add(new LexedQuery.LexicalError(message, start, reportedLine, lexemes.size()));
    }

    /** A Prometheus duration or a Go duration; null when it is neither. */
    private static @Nullable Duration durationOf(String text) {
        try {
            return PrometheusDuration.parseAsPrometheus(text);
        } catch (ConversionException notPrometheus) {
            try {
                return Duration.ofNanos(GoDurations.parse(text));
            } catch (ConversionException e) {
                return null;
            }
        }
    }

    /** The number of bytes, or -1 when the text is no size or too large. */
    private static long sizeOf(String text) {
        try {
            return Math.max(ByteSizes.parse(text), -1);
        } catch (ConversionException e) {
            return -1;
        }
    }
}
