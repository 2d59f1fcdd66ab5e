package io.tocsin.datasource.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS beyond the JDK's defaults.
 *
 * @param caFile PEM certificates to trust instead of the JDK's
 * @param certFile PEM client certificate chain; together with {@code keyFile}
 * @param keyFile PEM PKCS#8 private key without a passphrase
 * @param verification what is checked of the server's certificate
 */
public record TlsSettings(
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile,
        Verification verification) {

    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, Verification.FULL);

    public TlsSettings {
        if ((certFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException("a client certificate needs both cert_file and key_file");
        }
    }

    /** How far the server's certificate is checked. */
    public enum Verification {
        FULL,
        /** Neither the issuer nor the host name is checked: anybody on the way can read and change the traffic. */
        NONE
    }
}
