package io.tocsin.gotemplate;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoIntegers;
import io.tocsin.text.go.Quoting;
import java.math.BigInteger;
import java.util.Locale;

/** Go's literals: quoted text, raw text, characters and numbers. */
final class Literals {

    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Literals() {}

    /** @throws IllegalArgumentException if an escape is wrong */
    static String unquote(String literal) {
        return Quoting.unquote(literal);
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
        BigInteger integer = GoIntegers.parseLiteral(source);
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
}
