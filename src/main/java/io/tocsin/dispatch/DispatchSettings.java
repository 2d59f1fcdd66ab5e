package io.tocsin.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of dispatch.
 *
 * @param pollInterval how often the database is asked for events and due groups; a wake-up in this process is faster
 * @param alertsPerMessage alerts beyond this number are counted, not listed
 * @param evidenceBudget how long a message waits for log lines
 * @param evidencePerMessage for how many alerts of one message log lines are asked
 * @param groupsAtOnce how many groups share one wait for log lines
 * @param claimDuration after which time a group whose process died is taken over
 * @param history how long the notification log and the trail are kept
 */
@ConfigurationProperties("tocsin.dispatch")
record DispatchSettings(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("50") int alertsPerMessage,
        @DefaultValue("2s") Duration evidenceBudget,
        @DefaultValue("10") int evidencePerMessage,
        @DefaultValue("20") int groupsAtOnce,
        @DefaultValue("10s") Duration claimDuration,
        @DefaultValue("30d") Duration history) {

    DispatchSettings {
        if (pollInterval.isZero() || pollInterval.isNegative()) {
            throw new IllegalArgumentException("tocsin.dispatch.poll-interval must be greater than 0");
        }
        if (alertsPerMessage < 1 || groupsAtOnce < 1 || evidencePerMessage < 0) {
            throw new IllegalArgumentException("tocsin.dispatch: numbers of alerts and groups must be at least 1");
        }
        if (claimDuration.compareTo(evidenceBudget) <= 0) {
            throw new IllegalArgumentException(
                    "tocsin.dispatch.claim-duration must be longer than the evidence budget");
        }
    }
}
