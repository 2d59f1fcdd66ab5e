package io.tocsin.contactpoint.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a fresh nonce for each text; a text is bound to the name it was encrypted for. */
public final class SecretCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public SecretCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    public String encrypt(String text, String name) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), name);
        byte[] all = ByteBuffer.allocate(nonce.length + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
        return Base64.getEncoder().encodeToString(all);
    }

    /** @throws IllegalStateException when it was encrypted with another key, for another name, or was changed */
    public String decrypt(String encrypted, String name) {
        byte[] all = Base64.getDecoder().decode(encrypted);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] text = run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length), name);
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String name) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "contact point \"" + name + "\" cannot be decrypted; it needs the key it was stored with", e);
        }
    }
}
