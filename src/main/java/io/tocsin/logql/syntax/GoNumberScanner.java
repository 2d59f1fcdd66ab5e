package io.tocsin.logql.syntax;

import java.util.function.Consumer;

/** Reads one Go number literal, with prefix, separators, fraction and exponent. */
final class GoNumberScanner {

    private static final int NO_PREFIX = 0;

    private final CharacterReader reader;
    private final Consumer<String> errors;

    private int prefix = NO_PREFIX;
    private boolean hasDigits;
    private boolean hasSeparators;
    private boolean isFloat;
    private int invalidDigit;

    GoNumberScanner(CharacterReader reader, Consumer<String> errors) {
        this.reader = reader;
        this.errors = errors;
    }

    String scan() {
        int start = reader.offset();
        if (reader.peek() != '.') {
            scanPrefix();
            scanDigits(base());
        }
        scanFraction();
        if (!hasDigits) {
            errors.accept(literalName() + " has no digits");
        }
        scanExponent();
        if (!isFloat && invalidDigit != 0) {
            errors.accept("invalid digit '" + (char) invalidDigit + "' in " + literalName());
        }
        String text = reader.textFrom(start);
        if (hasSeparators && hasMisplacedSeparator(text)) {
            errors.accept("'_' must separate successive digits");
        }
        return text;
    }

    private void scanPrefix() {
        if (reader.peek() != '0') {
            return;
        }
        reader.next();
        int letter = lower(reader.peek());
        if (letter == 'x' || letter == 'o') {
            reader.next();
            prefix = letter;
        } else if (letter == 'b') {
            int digit = reader.peek(1);
            // Loki takes the b of 0B for a unit, and then misses the digits that the 0 was not counted as.
            if (digit == '0' || digit == '1') {
                reader.next();
                prefix = 'b';
            }
        } else {
            prefix = '0';
            hasDigits = true;
        }
    }

    private int base() {
        return switch (prefix) {
            case 'x' -> 16;
            case 'o', '0' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
    }

    private void scanFraction() {
        if (reader.peek() != '.') {
            return;
        }
        reader.next();
        isFloat = true;
        if (prefix == 'o' || prefix == 'b') {
            errors.accept("invalid radix point in " + literalName());
        }
        scanDigits(base());
    }

    private void scanExponent() {
        int letter = lower(reader.peek());
        if (letter == 'e' || letter == 'p' && prefix == 'x') {
            if (letter == 'e' && prefix != NO_PREFIX && prefix != '0') {
                errors.accept("'" + (char) reader.peek() + "' exponent requires decimal mantissa");
            }
            reader.next();
            isFloat = true;
            if (reader.peek() == '+' || reader.peek() == '-') {
                reader.next();
            }
            hasDigits = false;
            scanDigits(10);
            if (!hasDigits) {
                errors.accept("exponent has no digits");
            }
        } else if (prefix == 'x' && isFloat) {
            errors.accept("hexadecimal mantissa requires a 'p' exponent");
        }
    }

    /** Reads digits and separators. Up to base 10 every decimal digit is read, and the first too large one is kept. */
    private void scanDigits(int base) {
        int c = reader.peek();
        while (c == '_' || GoLiteralScanner.isDigit(c, Math.max(base, 10))) {
            if (c == '_') {
                hasSeparators = true;
            } else {
                hasDigits = true;
                if (!GoLiteralScanner.isDigit(c, base) && invalidDigit == 0) {
                    invalidDigit = c;
                }
            }
            reader.next();
            c = reader.peek();
        }
    }

    private String literalName() {
        return switch (prefix) {
            case 'x' -> "hexadecimal literal";
            case 'o', '0' -> "octal literal";
            case 'b' -> "binary literal";
            default -> "decimal literal";
        };
    }

    private static boolean hasMisplacedSeparator(String text) {
        boolean prefixed = text.length() >= 2 && text.charAt(0) == '0' && "xXoObB".indexOf(text.charAt(1)) >= 0;
        boolean hex = prefixed && lower(text.charAt(1)) == 'x';
        // A base prefix counts as a digit.
        boolean afterDigit = prefixed;
        boolean afterSeparator = false;
        for (int i = prefixed ? 2 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = GoLiteralScanner.isDigit(c, hex ? 16 : 10);
            if (c == '_' && !afterDigit || c != '_' && !digit && afterSeparator) {
                return true;
            }
            afterSeparator = c == '_';
            afterDigit = digit;
        }
        return afterSeparator;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
