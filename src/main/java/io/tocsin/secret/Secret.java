package io.tocsin.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password, token or webhook URL. It prints as {@code ***} wherever it ends up in a record, a log or an exception, so
 * it can only be read on purpose, through {@link #reveal()}.
 */
public final class Secret {

    private static final String MASK = "***";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The text itself; call it where the secret leaves the process, and nowhere else. */
    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Takes the same time wherever the first difference is, so that it may compare what a client sent. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
