package io.tocsin.dispatch.store;

import io.tocsin.alert.AlertId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The short form of an {@link AlertId} that the database indexes: 32 hexadecimal digits. */
public final class AlertKey {

    private AlertKey() {}

    public static String of(AlertId id) {
        return of(id.toString());
    }

    /** The key of an id in its text form. */
    public static String of(String alertId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(alertId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
