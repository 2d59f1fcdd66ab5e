package io.tocsin.external;

import io.tocsin.task.RepeatingTask;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for external alerts that have ended without a word. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExternalAlertSettings.class)
class ExternalAlertConfiguration {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Bean
    RepeatingTask externalAlertsTask(ExternalAlerts alerts) {
        return RepeatingTask.every(PERIOD, "external-alerts", alerts::expire);
    }
}
