package io.tocsin.dispatch.silencing;

import io.tocsin.silence.SilenceLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What silences may be and do.
 *
 * @param maxDuration the longest silence; 0: no limit
 * @param commentRequired whether a silence needs a comment
 * @param acknowledgementMaxDuration after which time an acknowledged alert is told again although it never resolved
 * @param reminder how long before its end people are reminded of a silence under which alerts fire; 0: never
 * @param digest whether the end of a silence is told with what it hid
 */
@ConfigurationProperties("tocsin.silences")
public record SilenceSettings(
        @DefaultValue("90d") Duration maxDuration,
        @DefaultValue("true") boolean commentRequired,
        @DefaultValue("24h") Duration acknowledgementMaxDuration,
        @DefaultValue("15m") Duration reminder,
        @DefaultValue("true") boolean digest) {

    public SilenceSettings {
        if (maxDuration.isNegative() || reminder.isNegative()) {
            throw new IllegalArgumentException("tocsin.silences: durations must not be negative");
        }
        if (acknowledgementMaxDuration.isZero() || acknowledgementMaxDuration.isNegative()) {
            throw new IllegalArgumentException("tocsin.silences.acknowledgement-max-duration must be greater than 0");
        }
    }

    SilenceLimits limits() {
        SilenceLimits base = SilenceLimits.DEFAULT;
        return new SilenceLimits(maxDuration, commentRequired, base.maxMatchers(), base.maxTextLength());
    }
}
