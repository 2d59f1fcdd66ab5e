package io.tocsin.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long is kept what has no setting of its feature's own.
 *
 * @param audit who did what
 * @param inbox the messages of the Inbox
 */
@ConfigurationProperties("tocsin.retention")
record RetentionProperties(
        @DefaultValue("365d") Duration audit,
        @DefaultValue("30d") Duration inbox) {}
