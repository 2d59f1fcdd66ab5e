package io.tocsin.dispatch.store;

import io.tocsin.text.Shortened;

/** Makes untrusted text fit for a column. */
final class StoredText {

    private static final char REPLACEMENT = '\uFFFD';

    /** An index entry of PostgreSQL holds 2,704 bytes; two names of this length fit in whatever script. */
    private static final int MAX_NAME_LENGTH = 400;

    private StoredText() {}

    /** A name as the indexed columns hold it; to be applied to what is stored and to what is looked for. */
    static String name(String text) {
        return cut(text, MAX_NAME_LENGTH);
    }

    /** At most {@code maxLength} chars, ending in {@code …} when cut, no surrogate split, and clean. */
    static String cut(String text, int maxLength) {
        return clean(Shortened.of(text, maxLength));
    }

    /** PostgreSQL refuses U+0000 and half surrogates in text; they become U+FFFD. */
    static String clean(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || isHalfSurrogate(text, i)) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    private static boolean isHalfSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
