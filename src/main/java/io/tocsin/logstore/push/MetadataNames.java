package io.tocsin.logstore.push;

/** Turns a structured metadata name into a label name: {@code trace.id} to {@code trace_id}, {@code 9lead} to {@code key_9lead}. */
final class MetadataNames {

    private MetadataNames() {}

    /** @throws PushException with status 500, as Loki answers, when nothing but underscores would be left */
    static String normalize(String name) {
        if (isNormal(name)) {
            return name;
        }
        if (name.isEmpty()) {
            throw new PushException(500, "label name is empty");
        }
        String result =
                isReserved(name) ? "__" + collapse(name.substring(2, name.length() - 2)) + "__" : collapse(name);
        if (isDigit(result.charAt(0))) {
            result = "key_" + result;
        }
        if (result.chars().allMatch(c -> c == '_')) {
            throw new PushException(
                    500, "normalization for label name \"" + name + "\" resulted in invalid name \"" + result + "\"");
        }
        return result;
    }

    /** Letters and digits with single underscores between: the common case, decided without allocation. */
    private static boolean isNormal(String name) {
        boolean letters = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean underscore = c == '_';
            if (underscore ? i > 0 && name.charAt(i - 1) == '_' : !isAlphanumeric(c)) {
                return false;
            }
            letters |= !underscore;
        }
        return letters && !isDigit(name.charAt(0));
    }

    private static boolean isReserved(String name) {
        return name.length() >= 4 && name.startsWith("__") && name.endsWith("__");
    }

    private static String collapse(String name) {
        StringBuilder result = new StringBuilder(name.length());
        boolean afterUnderscore = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isAlphanumeric(c)) {
                result.append(c);
                afterUnderscore = false;
            } else if (!afterUnderscore) {
                result.append('_');
                afterUnderscore = true;
            }
        }
        return result.toString();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
