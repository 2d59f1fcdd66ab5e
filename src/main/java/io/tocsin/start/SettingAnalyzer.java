package io.tocsin.start;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/** Settings that are no duration, no number or out of bounds: the variable, its value, and what it may be. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConversionFailedException conversion = find(ConversionFailedException.class, cause);
        if (conversion == null) {
            return new FailureAnalysis(SettingNames.withVariables(reason(cause)), "", rootFailure);
        }
        String name = SettingNames.setting(cause.getName().toString());
        String value = SettingNames.shown(name, String.valueOf(conversion.getValue()));
        return new FailureAnalysis(
                name + " is \"" + value + "\", which is not " + expected(conversion, name),
                SettingNames.wayOut(name, value),
                rootFailure);
    }

    private static String expected(ConversionFailedException conversion, String name) {
        Class<?> type = conversion.getTargetType().getObjectType();
        if (type == Duration.class || type.getSimpleName().equals("DurationSetting")) {
            return "a duration such as 500ms, 30s, 5m or 2h";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.getSimpleName().equals("ByteSize")) {
            return "a size such as 256MB";
        }
        return name.equals("TOCSIN_ADDRESS") ? "a known address" : "allowed";
    }

    /** What the settings' own check says; it is the innermost message. */
    private static String reason(BindException failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        String message = innermost.getMessage();
        return message == null ? failure.getName() + " cannot be read" : message;
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
