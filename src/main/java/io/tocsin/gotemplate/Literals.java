package io.tocsin.gotemplate;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.Quoting;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Locale;

/** Go's literals: quoted text, raw text, characters and numbers. */
final class Literals {

    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Literals() {}

    /** @throws IllegalArgumentException if an escape is wrong */
    static String unquote(String literal) {
        String body = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return body.replace("\r", "");
        }
        if (body.indexOf('\\') < 0) {
            return body;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length()) {
            int c = body.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\\') {
                at = unescape(body, at, literal.charAt(0), bytes);
            } else {
                bytes.writeBytes(GoValue.utf8(Character.toString(c)));
            }
        }
        byte[] all = bytes.toByteArray();
        return GoValue.decode(all, 0, all.length);
    }

    private static int unescape(String body, int from, char mark, ByteArrayOutputStream bytes) {
        if (from >= body.length()) {
            throw new IllegalArgumentException("invalid syntax");
        }
        char c = body.charAt(from);
        int simple = "abfnrtv\\".indexOf(c);
        if (simple >= 0) {
            bytes.write("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
            return from + 1;
        }
        if (c == mark) {
            bytes.write(c);
            return from + 1;
        }
        int length = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        int start = length > 0 ? from + 1 : from;
        int end = length > 0 ? start + length : from + 3;
        if (end > body.length() || length == 0 && (c < '0' || c > '7')) {
            throw new IllegalArgumentException("invalid syntax");
        }
        int code = parse(body.substring(start, end), length == 0 ? 8 : 16);
        if (length <= 2) {
            if (code > 255) {
                throw new IllegalArgumentException("invalid syntax");
            }
            bytes.write(code);
        } else if (!Character.isValidCodePoint(code) || code >= 0xd800 && code < 0xe000) {
            throw new IllegalArgumentException("invalid syntax");
        } else {
            bytes.writeBytes(GoValue.utf8(Character.toString(code)));
        }
        return end;
    }

    private static int parse(String digits, int radix) {
        try {
            return digits.charAt(0) == '+' || digits.charAt(0) == '-' ? fail() : Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            return fail();
        }
    }

    private static int fail() {
        throw new IllegalArgumentException("invalid syntax");
    }

    /** @throws IllegalArgumentException if the token is no number */
    static Node.Constant number(Token token) {
        String source = token.text();
        if (token.kind() == Token.TokenKind.CHARACTER_CONSTANT) {
            String text = source.equals("'\"'") ? "\"" : unquote(source);
            if (text.codePointCount(0, text.length()) != 1) {
                throw new IllegalArgumentException("malformed character constant: " + source);
            }
            return new Node.Constant(token.position(), Node.Constant.Type.INTEGER, (long) text.codePointAt(0), source);
        }
        BigInteger integer = integer(source);
        if (integer != null) {
            return new Node.Constant(token.position(), Node.Constant.Type.INTEGER, fits(integer, source), source);
        }
        try {
            double value = GoFloats.parse(isHexadecimal(source) ? source : source.replace("_", ""));
            boolean isFloat = source.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
            if (isFloat) {
                return new Node.Constant(token.position(), Node.Constant.Type.FLOAT, value, source);
            }
        } catch (ConversionException e) {
            throw new IllegalArgumentException("illegal number syntax: " + Quoting.quote(source), e);
        }
        throw new IllegalArgumentException("illegal number syntax: " + Quoting.quote(source));
    }

    private static boolean isHexadecimal(String source) {
        return source.toLowerCase(Locale.ROOT).contains("0x");
    }

    private static long fits(BigInteger integer, String source) {
        if (integer.compareTo(SMALLEST) < 0 || integer.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("integer overflow: " + Quoting.quote(source));
        }
        return integer.longValue();
    }

    /** Base 0 of Go's ParseInt: decimal, 0x, 0o, 0b, a leading 0 for octal; null if it is no integer. */
    static @org.jspecify.annotations.Nullable BigInteger integer(String source) {
        boolean isSigned = !source.isEmpty() && (source.charAt(0) == '-' || source.charAt(0) == '+');
        String digits = (isSigned ? source.substring(1) : source).toLowerCase(Locale.ROOT);
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            int named = "xob".indexOf(digits.charAt(1));
            radix = named < 0 ? 8 : new int[] {16, 8, 2}[named];
            digits = digits.substring(named < 0 ? 1 : 2);
            digits = digits.startsWith("_") ? digits.substring(1) : digits;
        }
        boolean isWellFormed = !digits.isEmpty()
                && !digits.contains("__")
                && !digits.startsWith("_")
                && !digits.endsWith("_")
                && !digits.startsWith("+")
                && !digits.startsWith("-");
        if (!isWellFormed) {
            return null;
        }
        try {
            BigInteger value = new BigInteger(digits.replace("_", ""), radix);
            return source.charAt(0) == '-' ? value.negate() : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
