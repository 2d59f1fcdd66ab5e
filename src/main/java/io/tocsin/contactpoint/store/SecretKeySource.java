package io.tocsin.contactpoint.store;

import io.tocsin.file.OwnerOnly;
import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The keys of secrets in the database. The one that encrypts comes from {@code TOCSIN_SECRET_KEY}, which replicas must share, or
 * from a file in the data directory that only its owner can read and that is made at first use. One that decrypts only, for as
 * long as it takes to change the key, comes from {@code TOCSIN_SECRET_KEY_OLD}; and the file's is one when there is a setting.
 */
public final class SecretKeySource {

    static final int KEY_BYTES = 32;
    private static final String FILE = "secret.key";
    private static final int MIN_PASSPHRASE_CHARS = 16;
    /** What OWASP asks of PBKDF2 with SHA-256. */
    private static final int ITERATIONS = 600_000;
    /** The same on all replicas; a salt of each would have to be shared like the key. */
    private static final byte[] SALT = "tocsin/secret-key/1".getBytes(StandardCharsets.UTF_8);

    private SecretKeySource() {}

    /** @throws CannotStartException when a setting is too short, or the file is not a key or cannot be read */
    public static SecretKeys load(String setting, String oldSetting, Path dataDir) {
        List<byte[]> keys = new ArrayList<>();
        if (!setting.isBlank()) {
            keys.add(fromSetting("TOCSIN_SECRET_KEY", setting.strip()));
        }
        if (!oldSetting.isBlank()) {
            keys.add(fromSetting("TOCSIN_SECRET_KEY_OLD", oldSetting.strip()));
        }
        Path file = dataDir.resolve(FILE);
        if (setting.isBlank()) {
            keys.add(0, fromFile(file));
        } else if (Files.exists(file)) {
            keys.add(fromFile(file));
        }
        return new SecretKeys(keys);
    }

    private static byte[] fromFile(Path file) {
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException e) {
            throw new CannotStartException(
                    "the key file " + file + " cannot be read or written by the user \""
                            + System.getProperty("user.name", "?") + "\" ("
                            + e.getClass().getSimpleName() + ")",
                    "chown the data directory to that user, or set TOCSIN_SECRET_KEY",
                    e);
        }
    }

    /** A key in Base64 as it is; everything else is a passphrase, and is made dear to guess. */
    private static byte[] fromSetting(String name, String setting) {
        if (setting.length() < MIN_PASSPHRASE_CHARS) {
            throw new CannotStartException(
                    name + " has " + setting.length() + " characters, which is too short",
                    "set it to at least " + MIN_PASSPHRASE_CHARS + ", for example from: openssl rand -base64 32");
        }
        byte[] key = decoded(setting);
        if (key.length == KEY_BYTES) {
            return key;
        }
        try {
            PBEKeySpec spec = new PBEKeySpec(setting.toCharArray(), SALT, ITERATIONS, KEY_BYTES * Byte.SIZE);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        }
    }

    /** Empty when it is not Base64. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] read(Path file) throws IOException {
        byte[] key;
        try {
            key = decoded(Files.readString(file).strip());
        } catch (CharacterCodingException e) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new CannotStartException(
                    "the key file " + file + " does not hold a key",
                    "restore it from a backup; without it, remove it and enter the secrets of contact points made in the"
                            + " page again");
        }
        return key;
    }

    private static byte[] create(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            OwnerOnly.directory(parent);
        }
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.newFile(file))) {
            byte[] text = Base64.getEncoder().encode(key);
            channel.write(java.nio.ByteBuffer.wrap(text));
        } catch (FileAlreadyExistsException e) {
            return read(file);
        }
        return key;
    }
}
