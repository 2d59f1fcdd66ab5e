package io.tocsin.contactpoint.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a rate lane: a hash, because what it is made of is a secret. */
public final class LaneName {

    private LaneName() {}

    public static String of(String endpoint) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("lane\n" + endpoint).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
