package io.tocsin.start;

import java.util.Locale;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The port is in use, or not ours to use, or the address belongs to another machine. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WebServerAnalyzer extends AbstractFailureAnalyzer<WebServerException> {

    private final Environment environment;

    WebServerAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WebServerException cause) {
        String address = environment.getProperty("tocsin.address", "");
        String port = environment.getProperty("tocsin.port", "");
        String reason = innermost(cause).toLowerCase(Locale.ROOT);
        if (reason.contains("permission denied")) {
            return new FailureAnalysis(
                    "TOCSIN_PORT is " + port + ", which only root may listen on",
                    "set it to a port from 1024, such as 8080",
                    rootFailure);
        }
        if (reason.contains("assign requested address")) {
            return new FailureAnalysis(
                    "TOCSIN_ADDRESS is " + address + ", which is no address of this machine",
                    "set it to 127.0.0.1, or to 0.0.0.0 for all addresses",
                    rootFailure);
        }
        if (reason.contains("in use")) {
            return new FailureAnalysis(
                    "TOCSIN_PORT " + port + " of " + address + " is in use by another process",
                    "stop that one, or set TOCSIN_PORT to a free port",
                    rootFailure);
        }
        return new FailureAnalysis(
                "it cannot listen on TOCSIN_ADDRESS " + address + ", TOCSIN_PORT " + port + ": " + reason,
                "set them to others",
                rootFailure);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
