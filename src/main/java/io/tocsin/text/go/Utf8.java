package io.tocsin.text.go;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 as Go reads it: each byte that is no part of a character becomes U+FFFD; Java would fold several into one. */
public final class Utf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private Utf8() {}

    /** The text of all these bytes. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The text of the bytes from the first index to before the second. */
    public static String decode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeBytewise(bytes, from, to);
    }

    /** The bytes of a text; half a surrogate pair, which no encoding can carry, becomes U+FFFD. */
    public static byte[] encode(String text) {
        return hasLoneSurrogate(text) ? encodeReplacing(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static byte[] encodeReplacing(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT);
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            byte[] result = new byte[bytes.remaining()];
            bytes.get(result);
            return result;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("an encoder that replaces malformed input reported it", e);
        }
    }

    /** The number of bytes that the text takes in UTF-8. */
    public static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /** True for those of the first 256 code points that Go's {@code unicode.IsSpace} accepts. */
    public static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0;
    }

    /** Whether every byte is part of a character. */
    public static boolean isValid(byte[] bytes) {
        int at = 0;
        int length = 1;
        while (at < bytes.length && length > 0) {
            length = sequenceLength(bytes, at, bytes.length);
            at += length;
        }
        return at == bytes.length;
    }

    private static String decodeBytewise(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                text.append('\ufffd');
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    private static int sequenceLength(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        String decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
        boolean isReplacement =
                length == 3 && first == 0xef && (bytes[at + 1] & 0xff) == 0xbf && (bytes[at + 2] & 0xff) == 0xbd;
        return decoded.indexOf('\ufffd') >= 0 && !isReplacement ? 0 : length;
    }
}
