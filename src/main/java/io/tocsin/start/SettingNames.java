package io.tocsin.start;

import io.tocsin.text.CleanText;
import io.tocsin.text.Shortened;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How people write the settings: as environment variables. */
final class SettingNames {

    /** Settings of Spring Boot that only pass one of ours on. */
    private static final Map<String, String> OURS =
            Map.of("server.port", "tocsin.port", "server.address", "tocsin.address");

    private static final Pattern PROPERTY = Pattern.compile("\\btocsin(\\.[a-z0-9-]+)+");
    private static final Pattern SECRET = Pattern.compile("(?i)password|token|secret|key|credential|heartbeat.url");
    private static final int MAX_SHOWN_CHARS = 100;

    private SettingNames() {}

    /** How people set a property: for one of Spring Boot's that passes one of ours on, ours. */
    static String setting(String property) {
        return variable(OURS.getOrDefault(property, property));
    }

    static String wayOut(String name, String value) {
        if (name.equals("TOCSIN_PORT") && value.startsWith("tcp://")) {
            return "Kubernetes sets it for a service called tocsin: switch enableServiceLinks off in the pod, or set"
                    + " TOCSIN_PORT there";
        }
        return "correct it, or remove it for the default";
    }

    /** {@code tocsin.query-offset} as {@code TOCSIN_QUERY_OFFSET}. */
    static String variable(String property) {
        return property.replaceAll("\\[(\\d+)]", "_$1")
                .replace('.', '_')
                .replace('-', '_')
                .toUpperCase(Locale.ROOT);
    }

    /** The text with every property's name written as its environment variable. */
    static String withVariables(String text) {
        return PROPERTY.matcher(text).replaceAll(match -> variable(match.group()));
    }

    /** What may be shown of a setting's value: secrets and passwords in addresses are masked. */
    static String shown(String name, Object value) {
        if (SECRET.matcher(name).find()) {
            return "***";
        }
        String text = String.valueOf(value).replaceAll("//[^/@\\s]*@", "//***@");
        return Shortened.of(CleanText.singleLine(text), MAX_SHOWN_CHARS);
    }
}
