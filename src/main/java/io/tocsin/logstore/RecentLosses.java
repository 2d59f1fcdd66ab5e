package io.tocsin.logstore;

import io.tocsin.logstore.push.RejectReason;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the log store refused or dropped in the last minutes, by reason, so that people see it and not only a metric. */
final class RecentLosses implements ConcernSource {

    private static final Duration RECENT = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Loss> losses = new TreeMap<>();

    RecentLosses(Clock clock) {
        this.clock = clock;
    }

    /** @param lines since it began; it ends when nothing was lost for {@link #RECENT} */
    private record Loss(Instant since, Instant last, long lines, Severity severity, String what) {}

    /** Lines, or whole pushes where they could not be read. */
    void refused(RejectReason reason, long lines) {
        add(
                reason.label(),
                lines,
                Severity.UNWATCHED,
                " log lines or pushes were refused with the reason " + reason.label()
                        + "; rules do not see them. Who sends them got the answer that says why");
    }

    /** Lines that made room for newer ones. */
    void dropped(long lines) {
        add(
                "memory",
                lines,
                Severity.NOTICE,
                " log lines were dropped before their age, because the store is full; raise TOCSIN_EMBEDDED_MAX_BYTES and"
                        + " the heap, or send less");
    }

    private synchronized void add(String reason, long lines, Severity severity, String what) {
        Instant now = clock.instant();
        Loss before = losses.get(reason);
        boolean goesOn = before != null && isRecent(before, now);
        losses.put(
                reason,
                new Loss(
                        before != null && goesOn ? before.since() : now,
                        now,
                        lines + (before != null && goesOn ? before.lines() : 0),
                        severity,
                        what));
    }

    @Override
    public synchronized List<Concern> concerns() {
        Instant now = clock.instant();
        losses.values().removeIf(loss -> !isRecent(loss, now));
        List<Concern> concerns = new ArrayList<>();
        losses.forEach((reason, loss) -> concerns.add(new Concern(
                loss.severity() == Severity.NOTICE ? "log-lines-dropped" : "log-lines-refused",
                loss.severity(),
                reason,
                "since " + loss.since() + " " + loss.lines() + loss.what(),
                loss.since())));
        return concerns;
    }

    private static boolean isRecent(Loss loss, Instant now) {
        return loss.last().plus(RECENT).isAfter(now);
    }
}
