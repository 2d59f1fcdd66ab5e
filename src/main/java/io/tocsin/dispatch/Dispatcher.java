package io.tocsin.dispatch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** One step of dispatch: new events into groups, due groups into the outbox, then what is to be said of silences. Blocks; any thread may step. */
@Component
public class Dispatcher {

    /**
     * Bounds one step, so that a storm does not keep it from seeing new events. A round may wait two seconds for log lines, and
     * a step of half a minute would look like one that hangs.
     */
    private static final int MAX_ROUNDS = 5;

    private final NotificationPipeline pipeline;
    private final SilenceReporter silences;
    private final Clock clock;

    Dispatcher(NotificationPipeline pipeline, SilenceReporter silences, Clock clock) {
        this.pipeline = pipeline;
        this.silences = silences;
        this.clock = clock;
    }

    /**
     * Does everything that can be done now, within bounds. Returns whether there may be more to do at once.
     *
     * @throws RuntimeException or an Error that one part has thrown, after the others had their turn
     */
    public boolean step() {
        List<Throwable> failures = new ArrayList<>();
        boolean moreEvents = part(() -> repeat(() -> pipeline.assign(clock.instant())), failures);
        boolean moreGroups = part(() -> repeat(() -> pipeline.flush(clock.instant())), failures);
        part(
                () -> {
                    silences.report(clock.instant());
                    return false;
                },
                failures);
        if (!failures.isEmpty()) {
            throw failed(failures);
        }
        return moreEvents || moreGroups;
    }

    private static boolean part(BooleanSupplier part, List<Throwable> failures) {
        try {
            return part.getAsBoolean();
        } catch (Throwable e) { // What is not dispatched of events must not keep groups from being told, nor an Error.
            failures.add(e);
            return false;
        }
    }

    private static RuntimeException failed(List<Throwable> failures) {
        Throwable first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        return first instanceof RuntimeException exception ? exception : new IllegalStateException(first);
    }

    private static boolean repeat(IntSupplier round) {
        for (int i = 0; i < MAX_ROUNDS; i++) {
            if (round.getAsInt() == 0) {
                return false;
            }
        }
        return true;
    }
}
