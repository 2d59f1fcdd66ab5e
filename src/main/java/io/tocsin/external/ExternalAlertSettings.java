package io.tocsin.external;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How alerts of other programs are taken.
 *
 * @param resolveTimeout how long an alert whose sender says no end fires after it was last sent; default 5m, at least 1s
 */
@ConfigurationProperties("tocsin.external-alerts")
public record ExternalAlertSettings(@DefaultValue("5m") Duration resolveTimeout) {

    public ExternalAlertSettings {
        if (resolveTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("tocsin.external-alerts.resolve-timeout must be at least 1s");
        }
    }
}
