package io.tocsin.evidence;

/**
 * Finds the parts of a line that tell one occurrence from another: numbers, times, addresses, identifiers in
 * hexadecimal, and quoted texts in a sentence.
 */
final class VariableScanner {

    private static final int MAX_QUOTED = 200;
    private static final int MIN_HEX = 6;
    private static final int[] UUID_GROUPS = {8, 4, 4, 4, 12};

    private VariableScanner() {}

    /** Where the variable part that begins here ends; -1 when none begins here. */
    static int end(String text, int at) {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            return quotedEnd(text, at);
        }
        if (!isWordCharacter(text, at - 1) && isHex(c)) {
            int uuid = uuidEnd(text, at);
            int hex = uuid < 0 ? hexEnd(text, at) : uuid;
            if (hex >= 0) {
                return hex;
            }
        }
        return isDigit(text, at) ? numberEnd(text, at) : -1;
    }

    /** A quoted text in a sentence; the value of a field, which says what happened, is left alone. */
    private static int quotedEnd(String text, int at) {
        int before = at - 1;
        if (isWordCharacter(text, before)) {
            return -1;
        }
        while (before >= 0 && text.charAt(before) == ' ') {
            before--;
        }
        if (before >= 0 && ":={[,\\".indexOf(text.charAt(before)) >= 0) {
            return -1;
        }
        int limit = Math.min(text.length(), at + MAX_QUOTED);
        for (int end = at + 1; end < limit; end++) {
            if (text.charAt(end) == text.charAt(at)) {
                boolean isName = end + 1 < text.length() && text.charAt(end + 1) == ':';
                return end == at + 1 || isName || isWordCharacter(text, end + 1) ? -1 : end + 1;
            }
        }
        return -1;
    }

    private static int uuidEnd(String text, int at) {
        int end = at;
        for (int group = 0; group < UUID_GROUPS.length; group++) {
            if (group > 0 && (end >= text.length() || text.charAt(end++) != '-')) {
                return -1;
            }
            for (int i = 0; i < UUID_GROUPS[group]; i++, end++) {
                if (end >= text.length() || !isHex(text.charAt(end))) {
                    return -1;
                }
            }
        }
        return isWordCharacter(text, end) ? -1 : end;
    }

    /** Hexadecimal with at least one digit, so that no word is one; {@code 0x} and colons (IPv6, MAC) may be in it. */
    private static int hexEnd(String text, int at) {
        boolean prefixed = text.startsWith("0x", at) || text.startsWith("0X", at);
        int end = prefixed ? at + 2 : at;
        int digits = 0;
        int colons = 0;
        int start = end;
        while (end < text.length() && (isHex(text.charAt(end)) || isColonInside(text, end))) {
            digits += isDigit(text, end) ? 1 : 0;
            colons += text.charAt(end) == ':' ? 1 : 0;
            end++;
        }
        boolean isNumberLike = digits == end - start - colons;
        boolean isLong = end - start >= MIN_HEX && digits > 0 && (colons == 0 || colons >= 2) && !isNumberLike;
        return (isLong || prefixed && end > start) && !isWordCharacter(text, end) ? end : -1;
    }

    private static boolean isColonInside(String text, int at) {
        return text.charAt(at) == ':'
                && at + 1 < text.length()
                && (isHex(text.charAt(at + 1)) || text.charAt(at + 1) == ':');
    }

    /** A number, and what goes on with more digits: 10.0.0.1:5432, 2026-11-18T11:55:30.931+09:00, 12/34. */
    private static int numberEnd(String text, int at) {
        int end = at;
        while (isDigit(text, end)
                || end < text.length() && ".:-/,_T+".indexOf(text.charAt(end)) >= 0 && isDigit(text, end + 1)) {
            end++;
        }
        return end;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isWordCharacter(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }
}
