package io.tocsin.contactpoint.store;

import io.tocsin.start.CannotStartException;
import io.tocsin.text.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The key that encrypts secrets in the database: from {@code TOCSIN_SECRET_KEY}, which replicas must share, or from a
 * file in the data directory that only its owner can read and that is made at first use.
 */
public final class SecretKeySource {

    static final int KEY_BYTES = 32;
    private static final String FILE = "secret.key";
    private static final int MIN_PASSPHRASE_CHARS = 16;

    private SecretKeySource() {}

    /** @throws CannotStartException when the setting is too short, or the file is not a key or cannot be read */
    public static byte[] load(String setting, Path dataDir) {
        if (!setting.isBlank()) {
            return fromSetting(setting.strip());
        }
        Path file = dataDir.resolve(FILE);
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

    private static byte[] fromSetting(String setting) {
        if (setting.length() < MIN_PASSPHRASE_CHARS) {
            throw new CannotStartException(
                    "TOCSIN_SECRET_KEY has " + setting.length() + " characters, which is too short",
                    "set it to at least " + MIN_PASSPHRASE_CHARS + ", for example from: openssl rand -base64 32");
        }
        return Sha256.of(setting.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(Path file) throws IOException {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException | CharacterCodingException e) {
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
            Files.createDirectories(parent);
        }
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
            byte[] text = Base64.getEncoder().encode(key);
            channel.write(java.nio.ByteBuffer.wrap(text));
        } catch (FileAlreadyExistsException e) {
            return read(file);
        }
        return key;
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }
}
