package io.tocsin.web.alerts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Addresses of the list with one more condition, otherwise as it is now.
 *
 * @param q the filter
 * @param by a label, or one of the filter's words with an {@code @}; empty: no groups
 * @param show which alerts; empty: those that are shown anyway
 * @param sort the order; empty: the one that is taken anyway
 */
public record AlertLinks(String q, String by, String show, String sort) {

    /** Of a page that has no filter of its own. */
    public static final AlertLinks PLAIN = new AlertLinks("", "", "", "");

    /** @param matcher a condition on one label */
    public String with(String matcher) {
        String filter = q.isBlank() ? matcher : q + ", " + matcher;
        return "/alerts?q=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + part("by", by) + part("show", show)
                + part("sort", sort);
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
