package io.tocsin.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all sources of concerns at an interval and remembers their answers, so that health probes and pages never wait for a
 * database that is away. What appears and what goes away is logged once.
 */
public final class Watching {

    private static final Logger log = LoggerFactory.getLogger(Watching.class);

    /** How often the sources are asked. */
    public static final Duration PERIOD = Duration.ofSeconds(2);

    /** Older answers than this say that nobody asks any more. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(60);

    private final List<ConcernSource> sources;
    private final Clock clock;
    private volatile Report newest;
    private volatile long askedAt = System.nanoTime();

    public Watching(List<ConcernSource> sources, Clock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.newest = new Report(List.of(), clock.instant());
    }

    /**
     * What was found when the sources were asked last.
     *
     * @param concerns the gravest first
     */
    public record Report(List<Concern> concerns, Instant at) {

        public Report {
            concerns = List.copyOf(concerns);
        }

        /** Whether nothing is as grave as this or graver. */
        public boolean isBelow(Severity severity) {
            return concerns.stream().allMatch(concern -> concern.severity().compareTo(severity) < 0);
        }
    }

    /** Never blocks. */
    public Report report() {
        Report report = newest;
        if (System.nanoTime() - askedAt <= STALE_AFTER.toNanos()) {
            return report;
        }
        List<Concern> concerns = new ArrayList<>(report.concerns());
        concerns.add(
                0,
                new Concern(
                        "watch-stale",
                        Severity.UNREADY,
                        "",
                        "what is watched has not been looked at for more than " + STALE_AFTER.toSeconds()
                                + " seconds; see the log, and take a thread dump",
                        report.at()));
        return new Report(concerns, report.at());
    }

    /** Asks all sources. A source that fails is a concern itself. Blocks as long as they do. */
    public void look() {
        List<Concern> found = new ArrayList<>();
        for (ConcernSource source : sources) {
            try {
                found.addAll(source.concerns());
            } catch (Exception e) {
                found.add(new Concern(
                        "check-failed",
                        Severity.UNWATCHED,
                        source.getClass().getSimpleName(),
                        "could not be checked: " + e.getClass().getSimpleName()));
                log.debug("Check failed: source={}", source.getClass().getName(), e);
            }
        }
        found.sort(Comparator.comparing(Concern::severity).reversed());
        tell(newest.concerns(), found);
        newest = new Report(found, clock.instant());
        askedAt = System.nanoTime();
    }

    private static void tell(List<Concern> before, List<Concern> now) {
        now.stream().filter(concern -> isNotIn(before, concern)).forEach(Watching::tell);
        before.stream()
                .filter(concern -> isNotIn(now, concern))
                .forEach(concern -> log.info("No longer: {} {}", concern.code(), concern.subject()));
    }

    private static void tell(Concern concern) {
        if (concern.severity() == Severity.NOTICE) {
            log.warn("Notice: {} {}: {}", concern.code(), concern.subject(), concern.reason());
        } else {
            log.error("{}: {} {}: {}", concern.severity(), concern.code(), concern.subject(), concern.reason());
        }
    }

    private static boolean isNotIn(List<Concern> concerns, Concern sought) {
        return concerns.stream()
                .noneMatch(concern -> concern.code().equals(sought.code())
                        && concern.subject().equals(sought.subject())
                        && concern.severity() == sought.severity());
    }
}
