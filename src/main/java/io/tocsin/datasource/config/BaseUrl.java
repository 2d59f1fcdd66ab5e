package io.tocsin.datasource.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The base address of a data source. */
final class BaseUrl {

    private BaseUrl() {}

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
