package io.tocsin.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all sources of concerns at an interval and remembers their answers, so that health probes and pages never wait for a
 * database that is away. A source that does not answer in time keeps its last answer and holds up no other. What appears
 * and what goes away is logged once.
 */
public final class Watching implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watching.class);

    /** How often the sources are asked. */
    public static final Duration PERIOD = Duration.ofSeconds(2);

    /** How long one source may keep the others waiting. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Older answers than this say that nobody asks any more. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(60);

    /** What follows from another concern and would only hide it. */
    private static final Map<String, Set<String>> CONSEQUENCES =
            Map.of("database-away", Set.of("check-failed", "check-late", "task-late"));

    private final List<AskedSource> sources;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool(Watching::thread);
    private volatile Report newest;
    private volatile long askedAt = System.nanoTime();

    public Watching(List<ConcernSource> sources, Clock clock) {
        this(sources, clock, PATIENCE);
    }

    Watching(List<ConcernSource> sources, Clock clock, Duration patience) {
        this.sources = sources.stream()
                .map(source -> new AskedSource(source, patience))
                .toList();
        this.clock = clock;
        this.newest = new Report(List.of(), clock.instant());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "watching-source");
        thread.setDaemon(true);
        return thread;
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

        /** Those that are as grave as this or graver. */
        public List<Concern> from(Severity severity) {
            return concerns.stream()
                    .filter(concern -> concern.severity().compareTo(severity) >= 0)
                    .toList();
        }

        /** Whether all that is to be watched and told is; a {@link Severity#NOTICE} does not count. */
        public boolean isWatching() {
            return isBelow(Severity.UNWATCHED);
        }

        /** Empty when all is well. */
        public Optional<Severity> gravest() {
            return concerns.stream().map(Concern::severity).findFirst();
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
        concerns.sort(Comparator.comparing(Concern::severity).reversed());
        return new Report(concerns, report.at());
    }

    /** Asks all sources. What a source throws is a concern itself. Blocks for moments, not as long as a source does. */
    public void look() {
        Instant now = clock.instant();
        List<Concern> before = newest.concerns();
        List<Concern> found = new ArrayList<>();
        for (AskedSource source : sources) {
            for (Concern concern : source.ask(threads)) {
                found.add(concern.since() == null ? concern.since(firstSeen(before, concern, now)) : concern);
            }
        }
        leaveOutConsequences(found);
        found.sort(Comparator.comparing(Concern::severity).reversed());
        tell(before, found);
        newest = new Report(found, now);
        askedAt = System.nanoTime();
    }

    /** Never what only a new process would mend. */
    private static void leaveOutConsequences(List<Concern> found) {
        Set<String> consequences = found.stream()
                .flatMap(concern -> CONSEQUENCES.getOrDefault(concern.code(), Set.of()).stream())
                .collect(Collectors.toSet());
        found.removeIf(concern -> consequences.contains(concern.code()) && concern.severity() != Severity.DEAD);
    }

    private static Instant firstSeen(List<Concern> before, Concern concern, Instant now) {
        @Nullable
        Instant known = before.stream()
                .filter(concern::isSameAs)
                .findFirst()
                .map(Concern::since)
                .orElse(null);
        return known == null ? now : known;
    }

    private static void tell(List<Concern> before, List<Concern> now) {
        now.stream().filter(concern -> isNotIn(before, concern)).forEach(Watching::tell);
        before.stream()
                .filter(concern -> now.stream().noneMatch(concern::isSameAs))
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
                .noneMatch(concern -> concern.isSameAs(sought) && concern.severity() == sought.severity());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
