package io.tocsin.datasource.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Names and values as a form sends them, the same as {@link URLEncoder} writes them. That one makes an array and two texts of
 * each bracket and quote of an expression, at each question.
 */
final class FormText {

    private static final String UNCHANGED = ".-*_";
    private static final String DIGITS = "0123456789ABCDEF";

    private FormText() {}

    static void append(StringBuilder form, String text) {
        int length = form.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                form.setLength(length);
                form.append(URLEncoder.encode(text, StandardCharsets.UTF_8));
                return;
            }
            if (isUnchanged(c)) {
                form.append(c);
            } else if (c == ' ') {
                form.append('+');
            } else {
                form.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
    }

    private static boolean isUnchanged(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNCHANGED.indexOf(c) >= 0;
    }
}
