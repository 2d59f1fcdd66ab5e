package io.tocsin.security;

import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in, and from where.
 *
 * @param adminPassword password of the user {@code admin}, of at least 10 characters; empty: a random one is made and printed
 *     at the first start
 * @param apiToken bearer token with the admin role, of at least 16 characters; empty: none but those made in the page
 * @param address the address at which the pages and the APIs listen; 0.0.0.0: all of this machine's
 * @param loopbackFree whether programs on this machine need no token to push and query: on, off, or auto, while address and external URL
 *     are of this machine
 * @param trustedProxies addresses or networks of proxies whose {@code X-Forwarded-For} is believed
 * @param anonymousViewer whether everybody who can reach the pages may see them without a login
 * @param tls the files of the server's certificate
 * @param demo whether this is the demo, whose password everybody knows
 */
@ConfigurationProperties("tocsin")
record SecurityProperties(
        @DefaultValue("") String adminPassword,
        @DefaultValue("") String apiToken,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("") String externalUrl,
        @DefaultValue("auto") LoopbackFree loopbackFree,
        @DefaultValue("") List<String> trustedProxies,
        @DefaultValue("false") boolean anonymousViewer,
        @DefaultValue Tls tls,
        @DefaultValue("false") boolean demo) {

    /**
     * The server's certificate.
     *
     * @param cert a PEM file with the server's certificate and its chain, read again when it changes; empty: no TLS
     * @param key a PEM file with the private key
     */
    record Tls(
            @DefaultValue("") String cert, @DefaultValue("") String key) {}

    private static final int MIN_TOKEN_CHARS = 16;
    /** What bcrypt reads of a password. */
    private static final int MAX_PASSWORD_BYTES = 72;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    SecurityProperties {
        trustedProxies = List.copyOf(trustedProxies);
        if (demo && !isForThisMachineOnly(address, externalUrl)) {
            throw new CannotStartException(
                    "the demo's password is known to everybody, and TOCSIN_ADDRESS or TOCSIN_EXTERNAL_URL opens it to"
                            + " other machines",
                    "start without the profile demo, or leave both unset");
        }
        if (!demo) {
            requireLength("TOCSIN_ADMIN_PASSWORD", adminPassword, UserAccounts.MIN_PASSWORD_LENGTH);
            requireLength("TOCSIN_API_TOKEN", apiToken, MIN_TOKEN_CHARS);
        }
        int bytes = adminPassword.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PASSWORD_BYTES) {
            throw new CannotStartException(
                    "TOCSIN_ADMIN_PASSWORD has " + bytes + " bytes, and only " + MAX_PASSWORD_BYTES + " can be used",
                    "choose a shorter one");
        }
    }

    private static void requireLength(String name, String secret, int least) {
        if (!secret.isEmpty() && secret.codePointCount(0, secret.length()) < least) {
            throw new CannotStartException(
                    name + " has " + secret.length() + " characters, which is too short",
                    "set it to at least " + least + ", for example from: openssl rand -base64 24");
        }
    }

    private static boolean isForThisMachineOnly(String address, String externalUrl) {
        return LOOPBACK.contains(address)
                && (externalUrl.isBlank() || LocalPrograms.isLocalName(LocalPrograms.hostOf(externalUrl)));
    }

    /** Whether nobody is meant to reach the pages from another machine. */
    boolean isForThisMachineOnly() {
        return isForThisMachineOnly(address, externalUrl);
    }

    /** Whether people reach the pages over TLS, here or at a proxy in front. */
    boolean isReachedOverTls() {
        return !tls.cert().isBlank() || externalUrl.regionMatches(true, 0, "https:", 0, 6);
    }

    Secret adminPasswordSecret() {
        return new Secret(adminPassword);
    }

    Secret apiTokenSecret() {
        return new Secret(apiToken);
    }

    /** Records print all components; two of these are secrets. */
    @Override
    public String toString() {
        return "SecurityProperties[adminPassword=***, apiToken=***, address=" + address + "]";
    }
}
