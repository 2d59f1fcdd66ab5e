package io.tocsin.logstore;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this process is its own log store: no Loki is configured. */
public final class EmbeddedStoreCondition implements Condition {

    private static final String LOKI_URL = "tocsin.loki-url";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().getProperty(LOKI_URL, "").isBlank();
    }
}
