package io.tocsin.web.status;

import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The settings that people ask for, by their environment variables. What may be secret is only said to be set. */
@Component
class VisibleSettings {

    private static final List<String> PLAIN = List.of(
            "address",
            "port",
            "external-url",
            "grafana-url",
            "rules-dir",
            "templates-dir",
            "data-dir",
            "contact-points-file",
            "policies-file",
            "datasources-file",
            "default-contact-point",
            "allowed-webhook-hosts",
            "query-offset",
            "catch-up-max-age",
            "datasource-pending",
            "gap-notice",
            "loki-timeout",
            "loki-max-concurrent",
            "embedded.max-age",
            "embedded.max-bytes",
            "embedded.reject-old",
            "loopback-free",
            "trusted-proxies",
            "anonymous-viewer",
            "watchdog",
            "heartbeat.interval");
    private static final List<String> SECRET = List.of(
            "admin-password",
            "api-token",
            "secret.key",
            "secret.key-old",
            "loki-user",
            "loki-password",
            "loki-token",
            "heartbeat.url",
            "db.url",
            "db.user",
            "db.password");

    private final Environment environment;

    VisibleSettings(Environment environment) {
        this.environment = environment;
    }

    /**
     * One setting.
     *
     * @param value empty when it is not to be shown
     */
    record Setting(String name, String value, boolean isSecret, boolean isSet) {}

    List<Setting> all() {
        return java.util.stream.Stream.concat(
                        PLAIN.stream().map(key -> setting(key, false)),
                        SECRET.stream().map(key -> setting(key, true)))
                .toList();
    }

    private Setting setting(String key, boolean isSecret) {
        String value = environment.getProperty("tocsin." + key, "");
        String name = "TOCSIN_" + key.replace('-', '_').replace('.', '_').toUpperCase(java.util.Locale.ROOT);
        return new Setting(name, isSecret ? "" : withoutUserInfo(value), isSecret, !value.isBlank());
    }

    /** Some write a password into an address. */
    private static String withoutUserInfo(String value) {
        return value.replaceAll("//[^/\\s]*@", "//***@");
    }
}
