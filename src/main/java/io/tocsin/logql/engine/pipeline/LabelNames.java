package io.tocsin.logql.engine.pipeline;

/** Label names out of keys found in lines. */
public final class LabelNames {

    private LabelNames() {}

    /** The key without blanks around it, what is no letter, digit or underscore replaced, and not beginning with a digit. */
    static String sanitize(String key) {
        if (isClean(key)) {
            return key;
        }
        String trimmed = key.strip();
        StringBuilder name = new StringBuilder(trimmed.length() + 1);
        if (!trimmed.isEmpty() && isDigit(trimmed.charAt(0))) {
            name.append('_');
        }
        trimmed.codePoints().forEach(c -> name.append(isAllowed(c) ? (char) c : '_'));
        return name.toString();
    }

    /** The prefix and the key joined by an underscore; blank parts are left out. */
    public static String join(String prefix, String key) {
        String trimmed = key.strip();
        if (trimmed.isEmpty()) {
            return prefix;
        }
        StringBuilder name = new StringBuilder(prefix);
        if (!prefix.isEmpty()) {
            name.append('_');
        } else if (isDigit(trimmed.charAt(0))) {
            name.append('_');
        }
        trimmed.codePoints().forEach(c -> name.append(isAllowed(c) ? (char) c : '_'));
        return name.toString();
    }

    private static boolean isClean(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!isAllowed(key.charAt(i))) {
                return false;
            }
        }
        return key.isEmpty() || !isDigit(key.charAt(0));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }
}
