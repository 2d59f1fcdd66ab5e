package io.tocsin.evidence;

/**
 * Hides payment card numbers and Korean resident registration numbers. Both are told from other long numbers by their
 * inner structure: a card by issuer, length and Luhn's check digit, a resident number by its date of birth.
 */
final class NumberRedaction {

    private static final int MIN_CARD_DIGITS = 13;
    private static final int MAX_CARD_DIGITS = 19;
    private static final int RESIDENT_DIGITS = 13;
    private static final int BIRTH_DIGITS = 6;
    private static final int[] RESIDENT_WEIGHTS = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    private static final String MASK = "***";

    private NumberRedaction() {}

    static String apply(String text) {
        StringBuilder result = null;
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            if (!isDigit(text, at) || isDigit(text, at - 1)) {
                at++;
                continue;
            }
            int end = secretEnd(text, at);
            if (end < 0) {
                at++;
                continue;
            }
            result = result == null ? new StringBuilder() : result;
            result.append(text, copied, at).append(MASK);
            copied = end;
            at = end;
        }
        return result == null
                ? text
                : result.append(text, copied, text.length()).toString();
    }

    /** Where the secret that begins here ends; -1 when none begins here. */
    private static int secretEnd(String text, int start) {
        int[] digits = new int[MAX_CARD_DIGITS];
        int count = 0;
        int end = -1;
        int firstGap = -1;
        int at = start;
        while (count < MAX_CARD_DIGITS && isDigit(text, at)) {
            digits[count++] = text.charAt(at++) - '0';
            if (isDigit(text, at)) {
                continue;
            }
            if (isCard(digits, count) || isResident(digits, count, firstGap)) {
                end = at;
            }
            if (isSeparator(text, at) && isDigit(text, at + 1)) {
                firstGap = firstGap < 0 ? count : firstGap;
                at++;
            }
        }
        return end;
    }

    private static boolean isCard(int[] digits, int count) {
        if (count < MIN_CARD_DIGITS || !isIssuer(digits, count)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    private static boolean isIssuer(int[] digits, int count) {
        int two = digits[0] * 10 + digits[1];
        return switch (digits[0]) {
            case 2 -> count == 16 && two >= 22 && two <= 27;
            case 3 ->
                (two == 34 || two == 37) && count == 15
                        || (two == 30 || two == 36 || two == 38 || two == 39) && count >= 14
                        || two == 35 && count >= 16;
            case 4 -> count == 13 || count == 16 || count == 19;
            case 5, 6 -> count >= 16 || count == 13 && two == 50;
            case 9 -> count == 16 && (two == 94 || two == 92);
            default -> false;
        };
    }

    /** Without the usual hyphen the check digit must be right too: thirteen digits are a timestamp more often. */
    private static boolean isResident(int[] digits, int count, int firstGap) {
        if (count != RESIDENT_DIGITS || digits[BIRTH_DIGITS] < 1 || digits[BIRTH_DIGITS] > 8) {
            return false;
        }
        int month = digits[2] * 10 + digits[3];
        int day = digits[4] * 10 + digits[5];
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return false;
        }
        return firstGap == BIRTH_DIGITS || firstGap < 0 && hasResidentCheckDigit(digits);
    }

    private static boolean hasResidentCheckDigit(int[] digits) {
        int sum = 0;
        for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
            sum += digits[i] * RESIDENT_WEIGHTS[i];
        }
        return (11 - sum % 11) % 10 == digits[RESIDENT_DIGITS - 1];
    }

    private static boolean isSeparator(String text, int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '-');
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
