package io.tocsin.label;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The inside of a double-quoted Go string. */
final class GoQuotes {

    private static final String SIMPLE = "abfnrtv\\\"";
    private static final byte[] SIMPLE_BYTES = {7, 8, 12, 10, 13, 9, 11, '\\', '"'};

    private final String text;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int position;

    private GoQuotes(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if an escape is unknown or the bytes are no UTF-8 */
    static String unquote(String inner) {
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        return new GoQuotes(inner).read();
    }

    private String read() {
        while (position < text.length()) {
            int point = text.codePointAt(position);
            position += Character.charCount(point);
            if (point == '\\') {
                escape();
            } else {
                write(point);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the escaped bytes are not valid UTF-8", e);
        }
    }

    private void escape() {
        char kind = position < text.length() ? text.charAt(position++) : ' ';
        int simple = SIMPLE.indexOf(kind);
        if (simple >= 0) {
            bytes.write(SIMPLE_BYTES[simple]);
            return;
        }
        switch (kind) {
            case 'x' -> bytes.write(number(2, 16));
            case 'u' -> write(codePoint(4));
            case 'U' -> write(codePoint(8));
            case '0', '1', '2', '3' -> {
                position--;
                bytes.write(number(3, 8));
            }
            default -> throw new IllegalArgumentException("unknown escape \"\\" + kind + "\"");
        }
    }

    private int codePoint(int digits) {
        int point = number(digits, 16);
        if (!Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
            throw new IllegalArgumentException("an escape is no character");
        }
        return point;
    }

    private int number(int digits, int radix) {
        int end = position + digits;
        if (end > text.length()) {
            throw new IllegalArgumentException("an escape is too short");
        }
        String number = text.substring(position, end);
        position = end;
        try {
            return Integer.parseUnsignedInt(number, radix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an escape is no number", e);
        }
    }

    private void write(int point) {
        byte[] encoded = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        bytes.write(encoded, 0, encoded.length);
    }
}
