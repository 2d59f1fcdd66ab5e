package io.tocsin.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long is kept what has no setting of its feature's own.
 *
 * @param audit how long the audit log is kept
 * @param inbox how long messages stay in the Inbox
 */
@ConfigurationProperties("tocsin.retention")
record RetentionProperties(
        @DefaultValue("365d") Duration audit,
        @DefaultValue("30d") Duration inbox) {}
