package io.tocsin.dispatch;

import java.time.Clock;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** One step of dispatch: new events into groups, due groups into the outbox, then what is to be said of silences. Blocks; any thread may step. */
@Component
public class Dispatcher {

    /** Bounds one step, so that a storm does not keep it from seeing new events. */
    private static final int MAX_ROUNDS = 20;

    private final EventAssigner assigner;
    private final GroupFlusher flusher;
    private final SilenceReporter silences;
    private final Clock clock;

    Dispatcher(EventAssigner assigner, GroupFlusher flusher, SilenceReporter silences, Clock clock) {
        this.assigner = assigner;
        this.flusher = flusher;
        this.silences = silences;
        this.clock = clock;
    }

    /** Does everything that can be done now, within bounds. Returns whether there may be more to do at once. */
    public boolean step() {
        boolean moreEvents = repeat(() -> assigner.assign(clock.instant()));
        boolean moreGroups = repeat(() -> flusher.flush(clock.instant()));
        silences.report(clock.instant());
        return moreEvents || moreGroups;
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
