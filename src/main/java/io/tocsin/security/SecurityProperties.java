package io.tocsin.security;

import io.tocsin.secret.Secret;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in.
 *
 * @param adminPassword password of the user {@code admin}; empty: a random one is made and printed at the first start
 * @param apiToken bearer token with the admin role; empty: no token is accepted
 */
@ConfigurationProperties("tocsin")
record SecurityProperties(
        @DefaultValue("") String adminPassword,
        @DefaultValue("") String apiToken) {

    Secret adminPasswordSecret() {
        return new Secret(adminPassword);
    }

    Secret apiTokenSecret() {
        return new Secret(apiToken);
    }

    /** Records print all components; these two are secrets. */
    @Override
    public String toString() {
        return "SecurityProperties[adminPassword=***, apiToken=***]";
    }
}
