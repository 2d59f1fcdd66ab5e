package io.tocsin.heartbeat;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether there is an address for the heartbeat. */
final class HeartbeatCondition implements Condition {

    private static final String URL = "tocsin.heartbeat.url";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !context.getEnvironment().getProperty(URL, "").isBlank();
    }
}
