package io.tocsin.security;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** The routes there are, for tests of what names routes. */
public final class KnownRoutes {

    private KnownRoutes() {}

    public static boolean isKnown(String method, String path) {
        return AccessTable.STANDARD
                .find(HttpMethod.valueOf(method), PathContainer.parsePath(path))
                .isPresent();
    }

    /** Whether any method is. */
    public static boolean isKnownPath(String path) {
        return !AccessTable.STANDARD.methodsOf(PathContainer.parsePath(path)).isEmpty();
    }
}
