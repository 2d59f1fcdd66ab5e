package io.tocsin.dispatch;

import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.EventBacklog;
import io.tocsin.task.Setbacks;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says which alerts do not become messages. Blocks for two short queries. */
@Component
class DispatchConcerns implements ConcernSource {

    private static final Duration LATE_AFTER = Duration.ofMinutes(5);

    private final AlertEventLog events;
    private final GroupClaims claims;
    private final Clock clock;

    DispatchConcerns(AlertEventLog events, GroupClaims claims, Clock clock) {
        this.events = events;
        this.claims = claims;
        this.clock = clock;
    }

    @Override
    public List<Concern> concerns() {
        List<Concern> concerns = new ArrayList<>();
        EventBacklog backlog = events.backlog();
        if (backlog.setAside() > 0) {
            concerns.add(new Concern(
                    "events-set-aside",
                    Severity.UNWATCHED,
                    Long.toString(backlog.setAside()),
                    "alert events could not be told; the newest is " + backlog.example()
                            + "; they are tried again every hour and at each start, for a day",
                    backlog.setAsideSince()));
        }
        Instant oldest = backlog.oldestWaiting();
        if (oldest != null && oldest.plus(LATE_AFTER).isBefore(clock.instant())) {
            concerns.add(new Concern(
                    "events-late",
                    Severity.UNWATCHED,
                    "",
                    "alert events have been waiting for more than " + LATE_AFTER.toMinutes()
                            + " minutes to be put into notification groups; see the log",
                    oldest));
        }
        claims.setbacks().stream().map(DispatchConcerns::failing).forEach(concerns::add);
        return concerns;
    }

    private static Concern failing(Setbacks.Setback setback) {
        return new Concern(
                "notification-group-failing",
                Severity.UNWATCHED,
                setback.name(),
                "could not be told " + setback.failures() + " times in a row: " + setback.cause()
                        + "; it is tried again, the others go on",
                setback.since());
    }
}
