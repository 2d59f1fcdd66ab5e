package io.tocsin.contactpoint.render;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses that may become links: absolute, http or https, and free of characters that end a link early. */
public final class LinkAddress {

    private LinkAddress() {}

    /** The address with everything percent-encoded that Slack or Discord could misread; empty if it is no address. */
    public static Optional<String> of(String address, int maxCodePoints) {
        String encoded = encode(address.strip());
        if (encoded.isEmpty() || encoded.length() > maxCodePoints) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(encoded);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isWeb = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            return isWeb && uri.getRawUserInfo() == null ? Optional.of(encoded) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String encode(String address) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : address.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c > ' ' && c < 0x7f && "|<>()[]\"\\^`{}*_~".indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
