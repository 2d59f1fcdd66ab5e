package io.tocsin.rule.file;

import io.tocsin.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a rule file as text.
 *
 * @param text empty when there is a problem
 * @param problem why there is no text, or null
 */
record RuleFileContent(String text, String hash, @Nullable String problem) {

    /** Enough for the parser to say that a file is too long, and no more. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final int HASH_DIGITS = 16;

    static RuleFileContent of(String text) {
        return new RuleFileContent(text, hash(text), null);
    }

    static RuleFileContent read(Path file, long size) {
        if (size > MAX_BYTES) {
            return problem("the file has " + size + " bytes; the most is 1048576");
        }
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_BYTES);
            return new RuleFileContent(decoded(bytes), hash(bytes), null);
        } catch (CharacterCodingException e) {
            return problem("the file is not UTF-8 text");
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    static RuleFileContent unreadable(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return problem("the file cannot be read: permission denied");
        }
        if (cause instanceof NoSuchFileException) {
            return problem("the file cannot be read: its link points to nothing");
        }
        return problem("the file cannot be read: " + cause.getMessage());
    }

    private static RuleFileContent problem(String message) {
        return new RuleFileContent("", hash(message), message);
    }

    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        return Sha256.hex(bytes).substring(0, HASH_DIGITS);
    }
}
