package io.tocsin.evaluation.outage;

import io.tocsin.alert.store.ServiceGap.GapCause;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.alert.store.ServiceGaps.Beat;
import io.tocsin.database.clock.StoredTimes;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says every few seconds that this replica works, and finds by it when none did: because no process ran, was let run or had
 * its database, or because the clock was set forward. Where the clock was set back, it mends what would wait for times that
 * have been already. For one thread.
 */
public final class ServiceBeat implements ConcernSource {

    /** How often it is due. */
    public static final Duration PERIOD = Duration.ofSeconds(3);

    /** Less than this is waited for: a minute in which nothing is evaluated twice is better than a guess. */
    static final Duration WAITED_FOR = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ServiceBeat.class);

    /** Replicas are never in step by more. */
    private static final Duration NOT_WORTH_SAYING = Duration.ofSeconds(5);

    /** How long work that began by the clock as it was may still write its times. */
    private static final Duration AFTERMATH = Duration.ofMinutes(2);

    private static final Duration LONGEST_CONCERN = Duration.ofDays(1);
    private static final Duration DEFAULT_NOTICE = Duration.ofMinutes(5);

    private final ServiceGaps gaps;
    private final StoredTimes times;
    private final TransactionTemplate transactions;
    private final Duration notice;
    private final Clock clock;
    private final LongSupplier nanos;
    private @Nullable Own own;
    private @Nullable SetBack setBack;
    private volatile Duration behind = Duration.ZERO;

    /** @param notice the shortest gap that people are told of; zero: they are told of none */
    public ServiceBeat(
            ServiceGaps gaps,
            StoredTimes times,
            TransactionTemplate transactions,
            Duration notice,
            Clock clock,
            LongSupplier nanos) {
        this.gaps = gaps;
        this.times = times;
        this.transactions = transactions;
        this.notice = notice;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The last beat of this process that succeeded, and how many have failed since. */
    private record Own(long nanos, int failures) {}

    private record SetBack(Duration by, long nanos) {}

    /** Blocks for a statement or two. */
    public void beat() {
        try {
            Instant now = clock.instant();
            gaps.lastBeat().ifPresentOrElse(last -> follow(last, now), () -> gaps.begin(now));
            own = new Own(nanos.getAsLong(), 0);
        } catch (RuntimeException e) {
            Own before = own;
            own = before == null ? null : new Own(before.nanos(), before.failures() + 1);
            throw e;
        }
    }

    private void follow(Beat last, Instant now) {
        Duration since = Duration.between(last.at(), now);
        behind = Duration.between(now, last.highestAt());
        if (since.isNegative()) {
            if (since.negated().compareTo(WAITED_FOR) > 0) {
                setBack(last, now);
            }
            return;
        }
        transactions.executeWithoutResult(status -> {
            if (gaps.follow(last, new Beat(now, later(now, last.highestAt()))) && since.compareTo(shortestGap()) > 0) {
                GapCause cause = cause(since);
                log.warn("nothing was evaluated from={} until={} cause={}", last.at(), now, cause);
                gaps.add(last.at(), now, cause, notice.isZero() ? now : null);
            }
        });
        mendAgain(now);
    }

    private Duration shortestGap() {
        return notice.isZero() ? DEFAULT_NOTICE : notice;
    }

    private GapCause cause(Duration gap) {
        Own before = own;
        if (before == null) {
            return GapCause.STOPPED;
        }
        if (before.failures() > 0) {
            return GapCause.DATABASE;
        }
        // A clock that was set makes a gap of no time, and one that counts no sleep knows nothing of it.
        Duration passed = Duration.ofNanos(nanos.getAsLong() - before.nanos());
        return passed.compareTo(gap.dividedBy(2)) >= 0 ? GapCause.SUSPENDED : GapCause.CLOCK_FORWARD;
    }

    private void setBack(Beat last, Instant now) {
        Duration by = Duration.between(now, last.at());
        transactions.executeWithoutResult(status -> {
            Instant highest = earlier(last.highestAt(), now.plus(LONGEST_CONCERN));
            if (gaps.follow(last, new Beat(now, highest))) {
                int rows = times.setBack(now, by, now);
                gaps.add(now, last.at(), GapCause.CLOCK_BACK, notice.isZero() ? now : null);
                setBack = new SetBack(by, nanos.getAsLong());
                log.error("the clock was set back from={} to={}; evaluation goes on rows={}", last.at(), now, rows);
            }
        });
    }

    /** What was under way when the clock was set back may have been written after it was mended. */
    private void mendAgain(Instant now) {
        SetBack last = setBack;
        if (last == null) {
            return;
        }
        if (Duration.ofNanos(nanos.getAsLong() - last.nanos()).compareTo(AFTERMATH) > 0) {
            setBack = null;
            return;
        }
        Instant limit = now.plus(last.by().dividedBy(2));
        transactions.executeWithoutResult(status -> times.setBack(now, last.by(), limit));
    }

    @Override
    public List<Concern> concerns() {
        Duration late = behind;
        if (late.compareTo(NOT_WORTH_SAYING) <= 0) {
            return List.of();
        }
        return List.of(new Concern(
                "clock-set-back",
                Severity.NOTICE,
                "",
                "the clock was set back, and is " + late.toSeconds() + " s behind the latest time it had; what was"
                        + " logged while it was wrong may have been missed"));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
