package io.tocsin.http;

import java.net.URI;

/** Reads a setting that names a web address of the operator's own. */
public final class OperatorAddress {

    private OperatorAddress() {}

    /**
     * @param setting the setting's name
     * @param value what it is set to; blank when it is not
     * @return the address without surrounding space; empty when it is not set
     * @throws IllegalArgumentException when it is no http or https address; the message names the setting and never the value,
     *     which may hold a secret
     */
    public static String read(String setting, String value) {
        String url = value.strip();
        if (!url.isEmpty() && !isAddress(url)) {
            throw new IllegalArgumentException(
                    setting + " must be an http:// or https:// address; correct it, or remove it");
        }
        return url;
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
