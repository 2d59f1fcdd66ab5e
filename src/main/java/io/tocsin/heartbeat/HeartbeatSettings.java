package io.tocsin.heartbeat;

import io.tocsin.http.OperatorAddress;
import io.tocsin.secret.Secret;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom to tell that Tocsin works.
 *
 * @param url any http or https address, asked for at every beat; {@code {replica}} in it becomes this machine's name; empty:
 *     nobody is told
 * @param interval the time between two beats; default 1m, at least 5s
 * @param method how the address is asked, GET or POST; default GET
 */
@ConfigurationProperties("tocsin.heartbeat")
record HeartbeatSettings(
        @DefaultValue("") String url,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("GET") String method) {

    private static final Duration SHORTEST = Duration.ofSeconds(5);

    HeartbeatSettings {
        url = url.strip();
        OperatorAddress.read("tocsin.heartbeat.url", url.replace("{replica}", "replica"));
        method = method.strip().toUpperCase(Locale.ROOT);
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("tocsin.heartbeat.interval must be at least 5s, not " + interval);
        }
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException("tocsin.heartbeat.method must be GET or POST");
        }
    }

    /** Whoever knows it can keep the switch from going off. */
    Secret address() {
        return new Secret(url);
    }

    @Override
    public String toString() {
        return "HeartbeatSettings[url=***, interval=" + interval + ", method=" + method + "]";
    }
}
