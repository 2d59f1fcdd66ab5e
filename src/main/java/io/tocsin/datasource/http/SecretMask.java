package io.tocsin.datasource.http;

import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes our own secrets out of error pages: some proxies print the request that they refuse. */
final class SecretMask {

    private static final int MIN_CHARACTERS = 4;

    private final List<String> secrets = new ArrayList<>();

    SecretMask(HttpSettings settings) {
        settings.headers().values().forEach(this::add);
        if (settings.bearerToken() != null) {
            add(settings.bearerToken());
        }
        if (settings.basicAuth() != null) {
            add(settings.basicAuth().password());
            add(settings.basicAuth().credentials());
        }
    }

    byte[] apply(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked.equals(text) ? body : masked.getBytes(StandardCharsets.UTF_8);
    }

    /** Shorter ones would tear ordinary words apart. */
    private void add(Secret secret) {
        if (secret.reveal().length() >= MIN_CHARACTERS) {
            secrets.add(secret.reveal());
        }
    }
}
