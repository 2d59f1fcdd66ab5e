package io.tocsin.notification.catalog;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where policies come from.
 *
 * @param policiesFile which alerts go where; it may be absent, then everything goes to one contact point
 * @param defaultContactPoint the receiver of a root policy that names none; empty: the first provisioned one, else the
 *     Inbox
 * @param policiesReload how often the file of policies is looked at
 */
@ConfigurationProperties("tocsin")
record PolicySettings(
        @DefaultValue("config/policies.yml") String policiesFile,
        @DefaultValue("") String defaultContactPoint,
        @DefaultValue("1s") Duration policiesReload) {

    PolicySettings {
        if (policiesReload.isZero() || policiesReload.isNegative()) {
            throw new IllegalArgumentException("tocsin.policies-reload must be greater than 0");
        }
    }
}
