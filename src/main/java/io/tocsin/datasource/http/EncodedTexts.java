package io.tocsin.datasource.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Texts as a form sends them, made once and kept: a rule asks the same at each slot, and of an expression of 67 characters the
 * library makes 1.1 kB each time.
 */
public final class EncodedTexts {

    private static final int MOST_CHARACTERS = 2_000_000;

    private final Map<String, String> encoded = new ConcurrentHashMap<>();
    private final AtomicInteger characters = new AtomicInteger();

    public String of(String text) {
        String known = encoded.get(text);
        if (known != null) {
            return known;
        }
        String made = URLEncoder.encode(text, StandardCharsets.UTF_8);
        int size = text.length() + made.length();
        if (size > MOST_CHARACTERS / 100) {
            return made;
        }
        if (characters.addAndGet(size) > MOST_CHARACTERS) {
            // Rarely: what people ask once adds to what rules ask always, which is soon there again.
            encoded.clear();
            characters.set(size);
        }
        encoded.put(text, made);
        return made;
    }
}
