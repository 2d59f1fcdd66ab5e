package io.tocsin.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.text.Shortened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps warnings and errors from repeating themselves: of one kind the first is logged whole, the next few without their
 * stack traces, and then one line a minute says how many more there were. Failures because the database is away are all of
 * one kind, whoever meets them, and never have a stack trace. What is logged at INFO or below passes.
 */
public final class RepeatedLines extends TurboFilter {

    /** Lines that differ in their arguments only, such as the problems of a file; a person may want to read them all. */
    static final int PLAIN_LINES = 20;

    static final int LINES_WITH_CAUSE = 3;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int MAX_KINDS = 1000;
    private static final int MAX_CAUSE_CHARS = 300;
    private static final int MAX_CAUSES = 20;
    /** What the pool throws, without an SQL state, for a connection that it has given up. */
    private static final String CLOSED = "Connection is closed";

    private static final String DATABASE = "the database is away";

    private final LongSupplier nanoTime;
    private final Map<LineKind, LineWindow> windows = new HashMap<>();
    private @Nullable ScheduledExecutorService thread;

    public RepeatedLines() {
        this(System::nanoTime);
    }

    RepeatedLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        setName(RepeatedLines.class.getName());
    }

    /** Lines of a kind say the same thing: the same text but for arguments, because of the same class of failure. */
    private record LineKind(String logger, String format, String cause) {}

    private static final class LineWindow {

        private final Logger logger;
        private final Level level;
        private long startedAt;
        private int passed;
        private int suppressed;

        LineWindow(Logger logger, Level level, long startedAt) {
            this.logger = logger;
            this.level = level;
            this.startedAt = startedAt;
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "repeated-lines");
            daemon.setDaemon(true);
            return daemon;
        });
        started.scheduleWithFixedDelay(
                this::summarize, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
        super.start();
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
        super.stop();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        Throwable cause = failure != null ? failure : lastOf(arguments);
        boolean isDatabase = cause != null && isDatabaseAway(cause, 0);
        LineKind kind = isDatabase
                ? new LineKind("", DATABASE, "")
                : new LineKind(
                        logger.getName(),
                        format,
                        cause == null ? "" : cause.getClass().getName());
        int number = count(kind, logger, level, cause == null ? PLAIN_LINES : LINES_WITH_CAUSE);
        if (number == 0) {
            return FilterReply.DENY;
        }
        if (cause == null || number == 1 && !isDatabase) {
            return FilterReply.NEUTRAL;
        }
        LoggingEvent plain = new LoggingEvent(
                RepeatedLines.class.getName(), logger, level, format, null, withoutLast(arguments, failure));
        print(logger, level, plain.getFormattedMessage() + " cause=" + describe(cause));
        return FilterReply.DENY;
    }

    /** Also where a clean-up on the broken connection hides why it broke. */
    private static boolean isDatabaseAway(Throwable failure, int depth) {
        if (DatabaseFailures.isPassing(failure)) {
            return true;
        }
        int level = depth;
        for (Throwable cause = failure; cause != null && level < MAX_CAUSES; cause = cause.getCause()) {
            level++;
            for (Throwable suppressed : cause.getSuppressed()) {
                if (isDatabaseAway(suppressed, level)) {
                    return true;
                }
            }
            if (String.valueOf(cause.getMessage()).equals(CLOSED)) {
                return true;
            }
        }
        return false;
    }

    /** Which line of its kind this is, from 1; 0 when it is one too many. */
    private synchronized int count(LineKind kind, Logger logger, Level level, int most) {
        if (windows.size() >= MAX_KINDS && !windows.containsKey(kind)) {
            return 1;
        }
        LineWindow window = windows.computeIfAbsent(kind, key -> new LineWindow(logger, level, nanoTime.getAsLong()));
        if (window.passed < most) {
            return ++window.passed;
        }
        window.suppressed++;
        return 0;
    }

    /** Says what was held back for a minute, and forgets what has not come back for one. */
    void summarize() {
        List<Runnable> lines = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            windows.entrySet().removeIf(entry -> {
                LineWindow window = entry.getValue();
                if (now - window.startedAt < WINDOW.toNanos()) {
                    return false;
                }
                int suppressed = window.suppressed;
                if (suppressed > 0) {
                    String format = entry.getKey().format();
                    lines.add(() -> print(
                            window.logger,
                            window.level,
                            suppressed + " more lines like this in the last minute: " + format));
                }
                window.startedAt = now;
                window.suppressed = 0;
                return suppressed == 0;
            });
        }
        lines.forEach(Runnable::run);
    }

    private static void print(Logger logger, Level level, String line) {
        logger.callAppenders(new LoggingEvent(RepeatedLines.class.getName(), logger, level, line, null, null));
    }

    private static @Nullable Throwable lastOf(Object @Nullable [] arguments) {
        return arguments != null
                        && arguments.length > 0
                        && arguments[arguments.length - 1] instanceof Throwable throwable
                ? throwable
                : null;
    }

    private static Object @Nullable [] withoutLast(Object @Nullable [] arguments, @Nullable Throwable failure) {
        return failure != null || arguments == null
                ? arguments
                : java.util.Arrays.copyOf(arguments, arguments.length - 1);
    }

    /** The innermost failure in one line. */
    private static String describe(Throwable failure) {
        Throwable innermost = failure;
        for (int i = 0; i < MAX_CAUSES && innermost.getCause() != null; i++) {
            innermost = innermost.getCause();
        }
        return Shortened.failure(innermost, MAX_CAUSE_CHARS);
    }
}
