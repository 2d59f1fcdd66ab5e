package io.tocsin.text.go;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON document into maps, lists, strings, doubles, booleans and null, as strictly as Go's encoding/json. */
public final class JsonReader {

    private static final int DEEPEST_NESTING = 200;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The document's value; null if it is not valid JSON, or is the JSON null. */
    public static @Nullable Object readOrNull(String text) {
        JsonReader reader = new JsonReader(text);
        try {
            Object value = reader.value();
            reader.skipBlanks();
            return reader.at == text.length() ? value : null;
        } catch (ConversionException e) {
            return null;
        }
    }

    private @Nullable Object value() {
        skipBlanks();
        if (at >= text.length() || depth > DEEPEST_NESTING) {
            throw invalid();
        }
        char c = text.charAt(at);
        switch (c) {
            case '{' -> {
                return object();
            }
            case '[' -> {
                return array();
            }
            case '"' -> {
                return string();
            }
            case 't' -> {
                return literal("true", true);
            }
            case 'f' -> {
                return literal("false", false);
            }
            case 'n' -> {
                return literal("null", null);
            }
            default -> {
                return number();
            }
        }
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw invalid();
        }
        at += word.length();
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        depth++;
        at++;
        skipBlanks();
        if (take('}')) {
            depth--;
            return object;
        }
        do {
            skipBlanks();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw invalid();
            }
            String key = string();
            skipBlanks();
            if (!take(':')) {
                throw invalid();
            }
            object.put(key, value());
            skipBlanks();
        } while (take(','));
        if (!take('}')) {
            throw invalid();
        }
        depth--;
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        depth++;
        at++;
        skipBlanks();
        if (take(']')) {
            depth--;
            return array;
        }
        do {
            array.add(value());
            skipBlanks();
        } while (take(','));
        if (!take(']')) {
            throw invalid();
        }
        depth--;
        return array;
    }

    private double number() {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        return GoFloats.parse(text.substring(start, at));
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw invalid();
        }
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw invalid();
            }
            string.append(c == '\\' ? escape() : c);
        }
        if (!take('"')) {
            throw invalid();
        }
        return string.toString();
    }

    private char escape() {
        if (at >= text.length()) {
            throw invalid();
        }
        char c = text.charAt(at++);
        int simple = "\"\\/bfnrt".indexOf(c);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (c != 'u' || at + 4 > text.length()) {
            throw invalid();
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw invalid();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static ConversionException invalid() {
        return new ConversionException("invalid JSON");
    }
}
