package io.tocsin.security;

import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in.
 *
 * @param adminPassword password of the user {@code admin}; empty: a random one is made and printed at the first start;
 *     where others can reach the pages, at least 8 characters
 * @param apiToken bearer token with the admin role; empty: no token is accepted; bounded as the password
 * @param address where the pages listen
 */
@ConfigurationProperties("tocsin")
record SecurityProperties(
        @DefaultValue("") String adminPassword,
        @DefaultValue("") String apiToken,
        @DefaultValue("127.0.0.1") String address) {

    private static final int MIN_CHARS = 8;
    /** What bcrypt reads of a password. */
    private static final int MAX_PASSWORD_BYTES = 72;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    SecurityProperties {
        requireLength("TOCSIN_ADMIN_PASSWORD", adminPassword, address);
        requireLength("TOCSIN_API_TOKEN", apiToken, address);
        int bytes = adminPassword.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PASSWORD_BYTES) {
            throw new CannotStartException(
                    "TOCSIN_ADMIN_PASSWORD has " + bytes + " bytes, and only " + MAX_PASSWORD_BYTES + " can be used",
                    "choose a shorter one");
        }
    }

    private static void requireLength(String name, String secret, String address) {
        if (!secret.isEmpty() && secret.length() < MIN_CHARS && !LOOPBACK.contains(address)) {
            throw new CannotStartException(
                    name + " has " + secret.length() + " characters, which is too short while TOCSIN_ADDRESS is "
                            + address,
                    "set it to at least " + MIN_CHARS + ", or TOCSIN_ADDRESS to 127.0.0.1");
        }
    }

    Secret adminPasswordSecret() {
        return new Secret(adminPassword);
    }

    Secret apiTokenSecret() {
        return new Secret(apiToken);
    }

    /** Records print all components; these two are secrets. */
    @Override
    public String toString() {
        return "SecurityProperties[adminPassword=***, apiToken=***, address=" + address + "]";
    }
}
