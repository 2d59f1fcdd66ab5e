package io.tocsin.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source of concerns, its last answer, and the question to it that is still open. Not for use by several threads. */
final class AskedSource {

    private static final Logger log = LoggerFactory.getLogger(AskedSource.class);

    /** A source that says more than this is cut; whoever has so many concerns begins with the first ones. */
    static final int MOST_CONCERNS = 100;

    /** After so many looks without an answer, that is a concern itself. */
    static final int LATE_AFTER = 15;

    private final ConcernSource source;
    private final Duration patience;
    private @Nullable Future<List<Concern>> open;
    private List<Concern> last = List.of();
    private int late;

    AskedSource(ConcernSource source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /** The newest answer that there is after a moment's patience. One question at a time is open. */
    List<Concern> ask(ExecutorService threads) {
        try {
            Future<List<Concern>> asked = open == null ? threads.submit(source::concerns) : open;
            open = asked;
            // Whoever was late before is not waited for again.
            last = cut(asked.get(late == 0 ? patience.toNanos() : 0, TimeUnit.NANOSECONDS));
            open = null;
            late = 0;
        } catch (TimeoutException e) {
            late++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            failed(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException | Error e) { // There is no thread for the question, or the pool is closed.
            failed(e);
        }
        return late > LATE_AFTER ? withLateness() : last;
    }

    private void failed(Throwable failure) {
        open = null;
        late = 0;
        last = List.of(new Concern(
                "check-failed",
                Severity.UNWATCHED,
                name(),
                "could not be checked: " + failure.getClass().getSimpleName()));
        log.debug("Check failed: source={}", name(), failure);
    }

    private List<Concern> withLateness() {
        List<Concern> concerns = new ArrayList<>(last);
        concerns.add(new Concern(
                "check-late",
                Severity.UNWATCHED,
                name(),
                "has not answered for " + Watching.PERIOD.multipliedBy(late).toSeconds()
                        + " s; what is said of it may be old"));
        return concerns;
    }

    private static List<Concern> cut(List<Concern> concerns) {
        if (concerns.size() <= MOST_CONCERNS) {
            return List.copyOf(concerns);
        }
        List<Concern> shorter = new ArrayList<>(concerns.subList(0, MOST_CONCERNS));
        List<Concern> rest = concerns.subList(MOST_CONCERNS, concerns.size());
        Severity gravest =
                rest.stream().map(Concern::severity).max(Severity::compareTo).orElseThrow();
        shorter.add(new Concern("more", gravest, Integer.toString(rest.size()), "and " + rest.size() + " more"));
        return shorter;
    }

    private String name() {
        String name = source.getClass().getSimpleName();
        return name.isEmpty() ? source.getClass().getName() : name;
    }
}
