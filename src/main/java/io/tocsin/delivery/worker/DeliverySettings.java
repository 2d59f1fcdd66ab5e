package io.tocsin.delivery.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How deliveries are worked off.
 *
 * @param pollInterval how often due deliveries are looked for when nobody wakes the worker; default 300ms
 * @param lease how long a worker may take for one attempt before others take the delivery over; default 30s
 * @param answerTimeout how long a service may take to answer; shorter than the lease; default 10s
 * @param history how long ended deliveries are kept; default 30d
 * @param concurrency how many attempts may be on their way at once; default 32
 * @param unknownContactPoint how long a delivery waits for a contact point that does not exist; default 10m
 * @param probeInterval how often a parked contact point is asked whether it works again; default 15m
 */
@ConfigurationProperties("tocsin.delivery")
public record DeliverySettings(
        @DefaultValue("300ms") Duration pollInterval,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue("30d") Duration history,
        @DefaultValue("32") int concurrency,
        @DefaultValue("10m") Duration unknownContactPoint,
        @DefaultValue("15m") Duration probeInterval) {

    public static final DeliverySettings DEFAULT = new DeliverySettings(
            Duration.ofMillis(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofDays(30),
            32,
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));

    public DeliverySettings {
        if (pollInterval.toMillis() < 1 || answerTimeout.compareTo(lease) >= 0 || concurrency < 1) {
            throw new IllegalArgumentException("tocsin.delivery: poll-interval and concurrency must be positive, and"
                    + " answer-timeout must be shorter than lease");
        }
    }
}
