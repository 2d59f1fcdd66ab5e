package io.tocsin.logql.engine.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Searches bytes for a text. It looks for the byte that is rarest in logs and compares the rest only there. */
final class ContainsFilter implements LineFilter {

    /** Bytes from frequent to rare in typical log lines; what is missing counts as rare. */
    private static final String FREQUENT =
            " e0t1ainosr2l-c=d345\":,./pum6h7g89f_wyvbTkOIxEjSRNADqLzMCPUBFGHVWKYXJQZ[](){}";

    private final byte[] needle;
    private final int rareIndex;

    ContainsFilter(String text) {
        needle = text.getBytes(StandardCharsets.UTF_8);
        rareIndex = rarest(needle);
    }

    private static int rarest(byte[] bytes) {
        int best = 0;
        for (int i = 1; i < bytes.length; i++) {
            if (rank(bytes[i]) > rank(bytes[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int rank(byte b) {
        int index = b < 0 ? -1 : FREQUENT.indexOf(b);
        return index < 0 ? FREQUENT.length() : index;
    }

    @Override
    public boolean accepts(byte[] buffer, int offset, int length) {
        return indexOf(buffer, offset, length) >= 0;
    }

    /** The index in the buffer, or -1. */
    int indexOf(byte[] buffer, int offset, int length) {
        int size = needle.length;
        if (size == 0) {
            return offset;
        }
        byte rare = needle[rareIndex];
        int last = offset + length - size + rareIndex;
        for (int i = offset + rareIndex; i <= last; i++) {
            if (buffer[i] == rare && matchesAt(buffer, i - rareIndex)) {
                return i - rareIndex;
            }
        }
        return -1;
    }

    private boolean matchesAt(byte[] buffer, int start) {
        return Arrays.equals(buffer, start, start + needle.length, needle, 0, needle.length);
    }
}
