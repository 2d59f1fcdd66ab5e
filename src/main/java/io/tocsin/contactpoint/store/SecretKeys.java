package io.tocsin.contactpoint.store;

import io.tocsin.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key that encrypts, and the older ones that still decrypt. What is stored names its key by an id that says nothing of it,
 * so a key can be changed while rows of the old one are about.
 */
public final class SecretKeys {

    private static final int ID_DIGITS = 12;
    private static final byte[] ID_PURPOSE = "tocsin key id".getBytes(StandardCharsets.UTF_8);

    private final String currentId;
    private final Map<String, SecretCipher> ciphers = new LinkedHashMap<>();

    /** @param keys of 32 bytes each; the first one encrypts */
    public SecretKeys(List<byte[]> keys) {
        this.currentId = id(keys.get(0));
        keys.forEach(key -> ciphers.putIfAbsent(id(key), new SecretCipher(key)));
    }

    /** A text that was encrypted, and which key can read it. */
    public record Sealed(String text, String keyId) {}

    private static String id(byte[] key) {
        byte[] text = ByteBuffer.allocate(ID_PURPOSE.length + key.length)
                .put(ID_PURPOSE)
                .put(key)
                .array();
        return Sha256.hex(text).substring(0, ID_DIGITS);
    }

    /** @param name what the text is bound to */
    public Sealed encrypt(String text, String name) {
        SecretCipher cipher = ciphers.get(currentId);
        if (cipher == null) {
            throw new IllegalStateException("there is always a current key");
        }
        return new Sealed(cipher.encrypt(text, name), currentId);
    }

    /** @throws IllegalStateException when its key is not there, or it was changed, or encrypted for another name */
    public String decrypt(Sealed sealed, String name) {
        @Nullable SecretCipher cipher = ciphers.get(sealed.keyId());
        if (cipher == null) {
            throw new IllegalStateException("contact point \"" + name + "\" was stored with the key " + sealed.keyId()
                    + ", and only " + List.copyOf(ciphers.keySet())
                    + " are there; set TOCSIN_SECRET_KEY_OLD to the key it was stored with");
        }
        return cipher.decrypt(sealed.text(), name);
    }

    /** Whether it was encrypted with the key that encrypts now. */
    public boolean isCurrent(Sealed sealed) {
        return sealed.keyId().equals(currentId);
    }
}
