package io.tocsin.label;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A 64-bit hash of a label set (FNV-1a over names and values, each ended by a byte that UTF-8 never contains). */
public record Fingerprint(long value) {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    static Fingerprint of(Labels labels) {
        long hash = OFFSET_BASIS;
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            hash = add(hash, label.getKey());
            hash = add(hash, label.getValue());
        }
        return new Fingerprint(hash);
    }

    private static long add(long hash, String text) {
        long result = hash;
        if (isAscii(text)) {
            // Its characters are its bytes, and need no array.
            for (int i = 0; i < text.length(); i++) {
                result = (result ^ text.charAt(i)) * PRIME;
            }
            return (result ^ SEPARATOR) * PRIME;
        }
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (b & 0xff)) * PRIME;
        }
        return (result ^ SEPARATOR) * PRIME;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Sixteen hexadecimal digits, as Alertmanager prints it. */
    @Override
    public String toString() {
        return String.format("%016x", value);
    }
}
