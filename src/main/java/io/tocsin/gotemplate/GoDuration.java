package io.tocsin.gotemplate;

import io.tocsin.text.go.GoDurations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Go's time.Duration as templates see it: printed like {@code 1h2m3s}, and with the methods that say it in one unit. */
final class GoDuration {

    static final String TYPE = "time.Duration";
    static final String NANOS = "Nanoseconds";
    static final String SECONDS = "Seconds";

    private GoDuration() {}

    static GoStruct of(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        Map<String, @Nullable Object> methods = new LinkedHashMap<>();
        methods.put("Hours", seconds / 3_600);
        methods.put("Minutes", seconds / 60);
        methods.put(SECONDS, seconds);
        methods.put("Milliseconds", new Int64(duration.toMillis()));
        methods.put("Microseconds", new Int64(duration.toNanos() / 1_000));
        methods.put(NANOS, new Int64(duration.toNanos()));
        methods.put("String", GoDurations.format(duration.toNanos()));
        return new GoStruct(TYPE, methods, GoDurations.format(duration.toNanos()));
    }
}
