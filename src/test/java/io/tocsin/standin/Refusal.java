package io.tocsin.standin;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A payload that the service does not take. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    static void unless(boolean isFine, String message) {
        if (!isFine) {
            throw new Refusal(message);
        }
    }

    static void onlyFields(JsonNode object, String where, Set<String> known) {
        unless(object.isObject(), where + " is not an object");
        object.propertyNames().forEach(name -> unless(known.contains(name), where + " has unknown field " + name));
    }

    /** A text of 1 to max code points. */
    static int text(JsonNode node, String where, int max) {
        unless(node.isString(), where + " is not a text");
        String text = node.asString().strip();
        int length = text.codePointCount(0, text.length());
        unless(length > 0, where + " is empty");
        unless(length <= max, where + " is longer than " + max);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                unless(i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1)), where + " splits a pair");
                i++;
            } else {
                unless(!Character.isLowSurrogate(c), where + " splits a pair");
            }
        }
        return length;
    }
}
