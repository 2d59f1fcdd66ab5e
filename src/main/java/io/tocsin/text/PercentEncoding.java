package io.tocsin.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of text in addresses. */
public final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** A part of a path or a value of a query: only letters, digits and {@code -._} stay, so nothing ends a link early. */
    public static String part(String text) {
        return encoded(text, "-._");
    }

    /** A whole address: what structures it stays, and what a chat service could take for markup or for its end does not. */
    public static String address(String address) {
        return encoded(address, "!#$%&'+,-./:;=?@");
    }

    private static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isAlphanumeric = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            if (isAlphanumeric || kept.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
