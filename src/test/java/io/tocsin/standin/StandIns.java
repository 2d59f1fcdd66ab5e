package io.tocsin.standin;

import io.tocsin.standin.StandIn.Fault;
import java.time.Duration;
import java.util.Map;

/** Faults with names. */
public final class StandIns {

    private StandIns() {}

    public static Fault rateLimited(int seconds) {
        return Fault.answer(
                429,
                "application/json",
                "{\"retry_after\":" + seconds + ",\"ok\":false,\"error\":\"rate_limited\"}",
                Map.of("Retry-After", Integer.toString(seconds)));
    }

    public static Fault answer(int status, String body) {
        return Fault.answer(status, body.startsWith("{") ? "application/json" : "text/plain", body, Map.of());
    }

    public static Fault cutAfterAccepting() {
        return Fault.of(Fault.Kind.CUT_AFTER_ACCEPTING);
    }

    public static Fault cut() {
        return Fault.of(Fault.Kind.CUT);
    }

    public static Fault slow(Duration delay) {
        return Fault.slow(delay);
    }
}
