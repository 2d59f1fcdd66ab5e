package io.tocsin.web;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.http.HttpCookie;
import org.springframework.web.server.ServerWebExchange;

/** The zone in which the reader sees and types times: a script leaves it in a cookie; without one it is UTC. */
public final class ReaderZone {

    private static final String COOKIE = "tocsin-zone";

    private ReaderZone() {}

    public static ZoneId of(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
        return cookie == null ? ZoneOffset.UTC : parse(cookie.getValue().replace("%2F", "/"));
    }

    /** UTC when it is no zone. */
    public static ZoneId parse(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
