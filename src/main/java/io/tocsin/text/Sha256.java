package io.tocsin.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 hash of texts and bytes. */
public final class Sha256 {

    private Sha256() {}

    /** 32 bytes. */
    public static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first so many hexadecimal digits of a text's hash, in lower case; 64 are all. */
    public static String hex(String text, int digits) {
        return hex(text.getBytes(StandardCharsets.UTF_8), digits);
    }

    /** The same of bytes. */
    public static String hex(byte[] bytes, int digits) {
        return HexFormat.of().formatHex(of(bytes)).substring(0, digits);
    }
}
