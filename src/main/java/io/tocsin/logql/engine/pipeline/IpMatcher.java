package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.IpRange;
import org.jspecify.annotations.Nullable;

/** An IP address, a range {@code a-b} or a network {@code a/bits}, looked for in text. */
final class IpMatcher implements LineFilter {

    private final IpRange range;

    private IpMatcher(IpRange range) {
        this.range = range;
    }

    /** The matcher, or null if the pattern is none of the three forms. */
    static @Nullable IpMatcher parse(String pattern) {
        IpRange range = IpRange.parse(pattern);
        return range == null ? null : new IpMatcher(range);
    }

    /** Whether an address of the range stands anywhere in the text. */
    @Override
    public boolean accepts(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            boolean v4 = looksLikeV4(buffer, i, end);
            if (v4 || looksLikeV6(buffer, i, end)) {
                int stop = spanEnd(buffer, i, end, v4);
                if (range.contains(text(buffer, i, stop))) {
                    return true;
                }
                i = stop;
            }
            i++;
        }
        return false;
    }

    private static String text(byte[] buffer, int start, int stop) {
        return new String(buffer, start, stop - start, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static int spanEnd(byte[] buffer, int start, int end, boolean v4) {
        int at = start;
        while (at < end
                && (isDigit(buffer[at]) || buffer[at] == '.' || !v4 && (isHex(buffer[at]) || buffer[at] == ':'))) {
            at++;
        }
        return at;
    }

    private static boolean looksLikeV4(byte[] b, int i, int end) {
        return i + 3 < end && isDigit(b[i]) && (b[i + 1] == '.' || b[i + 2] == '.' || b[i + 3] == '.');
    }

    private static boolean looksLikeV6(byte[] b, int i, int end) {
        if (at(b, i, end) == ':' && at(b, i + 1, end) == ':' && isHex(at(b, i + 2, end))) {
            return true;
        }
        for (int digits = 0; digits < 4 && isHex(at(b, i + digits, end)); digits++) {
            if (at(b, i + digits + 1, end) == ':') {
                return true;
            }
        }
        return false;
    }

    private static byte at(byte[] b, int i, int end) {
        return i < end ? b[i] : 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isHex(byte b) {
        return isDigit(b) || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    }
}
