package io.tocsin.security;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The page that somebody wanted before the login. It comes from an address, so anybody may have written it. */
public final class WantedPage {

    /** The parameter that names it. */
    public static final String PARAMETER = "next";

    private static final int MAX_CHARS = 2000;

    private WantedPage() {}

    /** The path if it is one of this server, and else the first page: nobody is sent to another site. */
    public static String local(@Nullable String path) {
        if (path == null || !isPath(path)) {
            return "/";
        }
        try {
            URI uri = new URI(path);
            boolean isHere = uri.getScheme() == null && uri.getRawAuthority() == null && !path.startsWith("/login");
            return isHere ? path : "/";
        } catch (URISyntaxException e) {
            return "/";
        }
    }

    private static boolean isPath(String text) {
        return text.length() <= MAX_CHARS
                && text.startsWith("/")
                && !text.startsWith("//")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>');
    }
}
