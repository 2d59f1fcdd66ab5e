package io.tocsin.security;

import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in.
 *
 * @param adminPassword password of the user {@code admin}, of at least 10 characters; empty: a random one is made and printed
 *     at the first start
 * @param apiToken bearer token with the admin role, of at least 16 characters; empty: none but those made in the page
 * @param anonymousViewer whether everybody who can reach the pages may see them without a login
 * @param demo whether this is the demo, whose password everybody knows
 */
@ConfigurationProperties("tocsin")
record SecurityProperties(
        @DefaultValue("") String adminPassword,
        @DefaultValue("") String apiToken,
        @DefaultValue("false") boolean anonymousViewer,
        @DefaultValue("false") boolean demo) {

    private static final int MIN_TOKEN_CHARS = 16;
    /** What bcrypt reads of a password. */
    private static final int MAX_PASSWORD_BYTES = 72;

    SecurityProperties {
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

    Secret adminPasswordSecret() {
        return new Secret(adminPassword);
    }

    Secret apiTokenSecret() {
        return new Secret(apiToken);
    }

    /** Records print all components; two of these are secrets. */
    @Override
    public String toString() {
        return "SecurityProperties[adminPassword=***, apiToken=***]";
    }
}
