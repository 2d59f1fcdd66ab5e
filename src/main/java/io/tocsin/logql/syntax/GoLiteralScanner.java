package io.tocsin.logql.syntax;

import java.util.function.Consumer;

/** Reads Go's literals and identifiers. Each error is reported, and the literal is read to its end all the same. */
final class GoLiteralScanner {

    private final CharacterReader reader;
    private final Consumer<String> errors;

    GoLiteralScanner(CharacterReader reader, Consumer<String> errors) {
        this.reader = reader;
        this.errors = errors;
    }

    String scanIdentifier() {
        int start = reader.offset();
        int c = reader.peek();
        while (c == '_' || Character.isLetter(c) || Character.isDigit(c)) {
            reader.next();
            c = reader.peek();
        }
        return reader.textFrom(start);
    }

    /** A character literal or a single character. */
    String scanOther() {
        int start = reader.offset();
        int first = reader.next();
        if (first == 0) {
            errors.accept("invalid character NUL");
        }
        if (first == '\'' && scanQuoted('\'') != 1) {
            errors.accept("invalid char literal");
        }
        return reader.textFrom(start);
    }

    /** A string literal with its quotes. */
    String scanString() {
        int start = reader.offset();
        int quote = reader.next();
        if (quote == '`') {
            scanRaw();
        } else {
            scanQuoted(quote);
        }
        return reader.textFrom(start);
    }

    private void scanRaw() {
        int c = reader.next();
        while (c != '`') {
            if (c == CharacterReader.END) {
                errors.accept("literal not terminated");
                return;
            }
            c = reader.next();
        }
    }

    /** Reads behind the closing quote; returns how many characters the literal stands for. */
    private int scanQuoted(int quote) {
        int count = 0;
        while (reader.peek() != quote) {
            int c = reader.peek();
            if (c == '\n' || c == CharacterReader.END) {
                errors.accept("literal not terminated");
                reader.next();
                return count;
            }
            reader.next();
            if (c == '\\') {
                scanEscape(quote);
            }
            count++;
        }
        reader.next();
        return count;
    }

    private void scanEscape(int quote) {
        int c = reader.peek();
        if (c == quote || c != CharacterReader.END && "abfnrtv\\".indexOf(c) >= 0) {
            reader.next();
        } else if (c >= '0' && c <= '7') {
            scanDigits(8, 3);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            reader.next();
            scanDigits(16, c == 'x' ? 2 : c == 'u' ? 4 : 8);
        } else {
            errors.accept("invalid char escape");
        }
    }

    private void scanDigits(int base, int count) {
        int left = count;
        while (left > 0 && isDigit(reader.peek(), base)) {
            reader.next();
            left--;
        }
        if (left > 0) {
            errors.accept("invalid char escape");
        }
    }

    /** A number as Go writes it; the caller has seen a digit, or a dot before a digit. */
    String scanNumber() {
        return new GoNumberScanner(reader, errors).scan();
    }

    static boolean isDigit(int c, int base) {
        return c < 0x80 && Character.digit(c, base) >= 0;
    }
}
