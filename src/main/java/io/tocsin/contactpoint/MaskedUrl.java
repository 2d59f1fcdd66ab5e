package io.tocsin.contactpoint;

import io.tocsin.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/** The part of a webhook URL that may be shown: its host and its last four characters. */
final class MaskedUrl {

    private static final int SHOWN_CHARS = 4;
    private static final int SHORTEST_SHOWN_PATH = 16;

    private MaskedUrl() {}

    static String of(Secret url) {
        try {
            URI uri = new URI(url.reveal());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            String end = path.length() < SHORTEST_SHOWN_PATH ? "" : path.substring(path.length() - SHOWN_CHARS);
            return uri.getHost() + "/…" + end;
        } catch (URISyntaxException e) {
            return "…";
        }
    }
}
