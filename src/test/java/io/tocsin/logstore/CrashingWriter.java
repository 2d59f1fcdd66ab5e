package io.tocsin.logstore;

import io.tocsin.logstore.push.PushLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * A process of its own that pushes to a store as fast as it can until it is killed. It prints the number of each push
 * once that is acknowledged.
 */
final class CrashingWriter {

    static final int LINES_PER_PUSH = 3;

    private CrashingWriter() {}

    /** @param arguments the directory, the number of the first push */
    @SuppressWarnings("SystemOut") // the channel to the test
    public static void main(String[] arguments) throws IOException {
        LogStore store = open(Path.of(arguments[0]));
        System.out.println("ready " + store.replayReport().tornBytes());
        for (long number = Long.parseLong(arguments[1]); ; number++) {
            store.push(body(number), "application/json", "");
            System.out.println(number);
        }
    }

    static LogStore open(Path directory) throws IOException {
        Duration maxAge = Duration.ofHours(2);
        long bytes = 64L << 20;
        LogStoreSettings settings = new LogStoreSettings(
                directory,
                maxAge,
                bytes,
                2 * bytes,
                5000,
                Duration.ofSeconds(1),
                0,
                PushLimits.lokiDefaults(true, maxAge));
        return LogStore.open(settings, Clock.systemUTC(), new SilentObserver());
    }

    private static byte[] body(long number) {
        long now = Clock.systemUTC().millis() * 1_000_000L;
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < LINES_PER_PUSH; i++) {
            values.append(i == 0 ? "" : ",")
                    .append("[\"")
                    .append(now + i)
                    .append("\",\"push ")
                    .append(number)
                    .append(" line ")
                    .append(i)
                    .append(' ')
                    .append("x".repeat((int) (number * 37 % 2000)))
                    .append("\"]");
        }
        return ("{\"streams\":[{\"stream\":{\"job\":\"crash\",\"part\":\"" + number % 5 + "\"},\"values\":[" + values
                        + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
