package io.tocsin.dispatch;

import io.tocsin.dispatch.silencing.SilenceReporter;
import io.tocsin.dispatch.store.DispatchSignal;
import io.tocsin.tracing.Tracing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/**
 * The steps of dispatch: new events into groups, alerts after policies that changed, due groups into the outbox, and what is to
 * be said of silences. Blocks; any thread may step, and several may flush at a time.
 */
@Component
public class Dispatcher {

    /**
     * Bounds one step, so that a storm does not keep it from seeing new events. A round may wait two seconds for log lines, and
     * a step of half a minute would look like one that hangs.
     */
    private static final int MAX_ROUNDS = 5;

    private final NotificationPipeline pipeline;
    private final PolicyChange policyChange;
    private final SilenceReporter silences;
    private final DispatchSignal signal;
    private final Tracing tracing;
    private final Clock clock;

    Dispatcher(
            NotificationPipeline pipeline,
            PolicyChange policyChange,
            SilenceReporter silences,
            DispatchSignal signal,
            Tracing tracing,
            Clock clock) {
        this.pipeline = pipeline;
        this.policyChange = policyChange;
        this.silences = silences;
        this.signal = signal;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Does everything that can be done now, within bounds. Returns whether there may be more to do at once.
     *
     * @throws RuntimeException or an Error that one part has thrown, after the others had their turn
     */
    public boolean step() {
        return inTurn(this::assign, this::followPolicies, this::flush, this::report);
    }

    /** The part of a step that never waits for log lines: events and policies. */
    boolean assignAll() {
        return inTurn(this::assign, this::followPolicies);
    }

    /** The part of a step that makes messages; one that waits for log lines must not keep events from being assigned. */
    boolean flush() {
        return repeat(() -> tracing.within("notify", span -> {
            int groups = pipeline.flush(clock.instant());
            if (groups == 0) {
                span.forget();
            }
            span.with("tocsin.notification_groups", groups);
            return groups;
        }));
    }

    private boolean assign() {
        return repeatAndWake(() -> pipeline.assign(clock.instant()));
    }

    private boolean followPolicies() {
        return repeatAndWake(() -> policyChange.step(clock.instant()));
    }

    private boolean repeatAndWake(IntSupplier round) {
        return repeat(() -> {
            int done = round.getAsInt();
            if (done > 0) {
                signal.wake(); // Those who flush.
            }
            return done;
        });
    }

    /** Tells of silences that end. Returns false: it leaves nothing. */
    boolean report() {
        silences.report(clock.instant());
        return false;
    }

    private static boolean inTurn(BooleanSupplier... parts) {
        List<Throwable> failures = new ArrayList<>();
        boolean isMore = false;
        for (BooleanSupplier part : parts) {
            isMore |= part(part, failures);
        }
        if (!failures.isEmpty()) {
            throw failed(failures);
        }
        return isMore;
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
