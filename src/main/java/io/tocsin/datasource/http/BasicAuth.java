package io.tocsin.datasource.http;

import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User name and password for HTTP basic authentication. */
public record BasicAuth(String username, Secret password) {

    /** Both, encoded as the header wants it. */
    Secret credentials() {
        byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return new Secret(Base64.getEncoder().encodeToString(pair));
    }
}
