package io.tocsin.security;

import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A token for programs that only look, such as a Prometheus that is set up together with Tocsin.
 *
 * @param viewerToken bearer token with the role viewer, of at least 16 characters, for example for Prometheus; empty: none but those
 *     made in the page
 */
@ConfigurationProperties("tocsin")
record ViewerTokenProperties(@DefaultValue("") String viewerToken) {

    private static final int MIN_CHARS = 16;

    ViewerTokenProperties {
        if (!viewerToken.isEmpty() && viewerToken.length() < MIN_CHARS) {
            throw new CannotStartException(
                    "TOCSIN_VIEWER_TOKEN has " + viewerToken.length() + " characters, which is too short",
                    "set it to at least " + MIN_CHARS + ", for example from: openssl rand -base64 24");
        }
    }

    Secret secret() {
        return new Secret(viewerToken);
    }

    /** Records print all components. */
    @Override
    public String toString() {
        return "ViewerTokenProperties[viewerToken=***]";
    }
}
