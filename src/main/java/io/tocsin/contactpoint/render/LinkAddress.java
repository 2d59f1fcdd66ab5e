package io.tocsin.contactpoint.render;

import io.tocsin.text.PercentEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses that may become links: absolute, http or https, and free of characters that end a link early. */
public final class LinkAddress {

    private LinkAddress() {}

    /** The address with everything percent-encoded that Slack or Discord could misread; empty if it is no address. */
    public static Optional<String> of(String address, int maxCodePoints) {
        String encoded = PercentEncoding.address(address.strip());
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
}
