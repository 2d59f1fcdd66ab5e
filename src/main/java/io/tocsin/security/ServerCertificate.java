package io.tocsin.security;

import io.tocsin.start.CannotStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Makes the server speak TLS where a certificate and its key are set; both files are read again when they change. */
final class ServerCertificate implements EnvironmentPostProcessor, Ordered {

    private static final String BUNDLE = "spring.ssl.bundle.pem.server";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 11;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String certificate = environment.getProperty("tocsin.tls.cert", "");
        String key = environment.getProperty("tocsin.tls.key", "");
        if (certificate.isBlank() && key.isBlank()) {
            return;
        }
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "tls",
                        Map.of(
                                "server.ssl.bundle",
                                "server",
                                BUNDLE + ".reload-on-update",
                                "true",
                                BUNDLE + ".keystore.certificate",
                                file("TOCSIN_TLS_CERT", certificate),
                                BUNDLE + ".keystore.private-key",
                                file("TOCSIN_TLS_KEY", key))));
    }

    /** @throws CannotStartException when there is no such file */
    private static String file(String name, String value) {
        if (value.isBlank()) {
            throw new CannotStartException(
                    name + " is not set, and only with it the server can speak TLS",
                    "set TOCSIN_TLS_CERT and TOCSIN_TLS_KEY to PEM files, or neither");
        }
        Path file = Path.of(value).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new CannotStartException(
                    name + " is " + file + ", which cannot be read by the user \""
                            + System.getProperty("user.name", "?") + "\"",
                    "set it to a PEM file that this user can read");
        }
        return file.toUri().toString();
    }
}
