package io.tocsin.start;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** A value that Spring Boot refuses; where the setting only passes one of ours on, that one is named. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PassedOnAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

    private final Environment environment;

    PassedOnAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        String name = SettingNames.setting(cause.getName());
        String value =
                SettingNames.shown(name, environment.getProperty(cause.getName(), String.valueOf(cause.getValue())));
        return new FailureAnalysis(
                name + " is \"" + value + "\", which is not allowed", SettingNames.wayOut(name, value), rootFailure);
    }
}
