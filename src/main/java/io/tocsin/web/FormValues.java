package io.tocsin.web;

import java.util.List;
import org.springframework.util.MultiValueMap;

/**
 * What a form sent, exactly as it was typed: of a GET the query parameters, else the body. Unlike data binding it never
 * splits a text at its commas.
 */
public record FormValues(MultiValueMap<String, String> values) {

    /** The first value without space around it; empty when there is none. */
    public String text(String name) {
        String value = values.getFirst(name);
        return value == null ? "" : value.strip();
    }

    /** All values of one name in order. */
    public List<String> texts(String name) {
        List<String> all = values.get(name);
        return all == null ? List.of() : List.copyOf(all);
    }

    /** Whether the name was sent at all, as a pressed button or a ticked box is. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public String toString() {
        return "form with " + values.keySet();
    }
}
