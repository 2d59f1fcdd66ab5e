package io.tocsin.datasource.config;

import io.tocsin.text.Shortened;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The base address of a data source. */
final class BaseUrl {

    private static final int MAX_SHOWN_CHARS = 100;

    private BaseUrl() {}

    /** What may be shown of an address that cannot be used: no user, password or parameters. */
    static String shown(String text) {
        String shown = text.strip().replaceAll("[^/@\\s]*@", "***@").replaceAll("[?#].*", "");
        return Shortened.of(shown, MAX_SHOWN_CHARS);
    }

    /**
     * The address, if it can be asked.
     *
     * @throws URISyntaxException if it cannot; its reason names no part of the address, which may hold credentials
     */
    static URI parse(String text) throws URISyntaxException {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new URISyntaxException("…", "is not a valid address");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new URISyntaxException("…", "must be an address like http://loki:3100");
        }
        if (url.getRawUserInfo() != null) {
            throw new URISyntaxException(
                    "…", "must not hold user and password; use the settings for basic authentication");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new URISyntaxException("…", "must be a base address, without ? and #");
        }
        return url;
    }
}
