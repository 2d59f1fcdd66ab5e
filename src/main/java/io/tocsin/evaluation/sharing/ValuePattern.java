package io.tocsin.evaluation.sharing;

/** A label's value as a regular expression that matches it and nothing else. */
final class ValuePattern {

    private ValuePattern() {}

    /** Whether there is such an expression for sure: one without control characters and broken characters. */
    static boolean isQuotable(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }

    static String quote(String value) {
        StringBuilder quoted = new StringBuilder();
        for (char c : value.toCharArray()) {
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }
}
