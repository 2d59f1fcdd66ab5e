package io.tocsin.delivery.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When messages are summed up.
 *
 * @param stormThreshold more waiting messages than this for one chat are folded into one summary; 0: never; default 20
 * @param stormInterval how often a storm is summed up where messages cannot be edited, and how long it must be calm to
 *     be over; where they can, the summary is edited six times as often; default 1m
 */
@ConfigurationProperties("tocsin.delivery")
record StormSettings(
        @DefaultValue("20") int stormThreshold,
        @DefaultValue("1m") Duration stormInterval) {

    static final StormSettings DEFAULT = new StormSettings(20, Duration.ofMinutes(1));

    StormSettings {
        if (stormThreshold < 0 || stormInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "tocsin.delivery: storm-threshold must not be negative, and storm-interval must be positive");
        }
    }
}
