package io.tocsin.logql.engine.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * Searches bytes for a text without regard to case. As in Loki a match can only begin where the byte, in lower case, is
 * the first byte of the text in lower case, so a few letters outside ASCII do not find their other case.
 */
final class IgnoreCaseFilter implements LineFilter {

    private final byte[] lower;

    IgnoreCaseFilter(String text) {
        lower = text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The length of the lower-case text in bytes. */
    int size() {
        return lower.length;
    }

    @Override
    public boolean accepts(byte[] buffer, int offset, int length) {
        int last = offset + length - lower.length;
        for (int i = offset; i <= last; i++) {
            if (lowerCase(buffer[i]) == lower[0] && matchesAt(buffer, i, offset + length)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesAt(byte[] buffer, int start, int end) {
        int at = start;
        int wanted = 0;
        while (at < end && wanted < lower.length) {
            if (buffer[at] >= 0 && lower[wanted] >= 0) {
                if (lowerCase(buffer[at]) != lower[wanted]) {
                    return false;
                }
                at++;
                wanted++;
            } else {
                int length = sequenceLength(buffer[at]);
                int wantedLength = sequenceLength(lower[wanted]);
                if (at + length > end
                        || lowerCodePoint(buffer, at, length) != lowerCodePoint(lower, wanted, wantedLength)) {
                    return false;
                }
                at += length;
                wanted += wantedLength;
            }
        }
        return wanted >= lower.length;
    }

    private static int lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static int sequenceLength(byte first) {
        int b = first & 0xff;
        return b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    private static int lowerCodePoint(byte[] bytes, int at, int length) {
        int kept = Math.min(length, bytes.length - at);
        return Character.toLowerCase(new String(bytes, at, kept, StandardCharsets.UTF_8).codePointAt(0));
    }
}
