package io.tocsin.logstore;

import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.segment.ReplayReport;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the disk does to a log store: whether it has room for pushes, takes writes, and keeps them. Each trouble is logged
 * once when it begins and once when it is over, however many pushes meet it. Thread-safe.
 */
final class DiskTrouble implements ConcernSource {

    private static final Logger log = LoggerFactory.getLogger(DiskTrouble.class);
    private static final int NO_ROOM = 507;
    private static final int UNAVAILABLE = 503;
    private static final long MIB = 1024L * 1024;
    /** Below it a write fails sooner or later, whatever the system says of the failure. */
    private static final long NOTHING_LEFT_BYTES = MIB;

    private final Path directory;
    private final long minFreeBytes;
    private final LongSupplier freeBytes;
    private final Duration maxAge;
    private final Clock clock;
    private final Instant openedAt;
    private @Nullable Since low;
    private @Nullable Since writing;
    private @Nullable Since syncing;
    private ReplayReport replay = ReplayReport.EMPTY;

    /** @param freeBytes of the disk; less than 0 when that is not known */
    DiskTrouble(LogStoreSettings settings, LongSupplier freeBytes, Clock clock) {
        this.directory = settings.directory();
        this.minFreeBytes = settings.minFreeBytes();
        this.maxAge = settings.maxAge();
        this.freeBytes = freeBytes;
        this.clock = clock;
        this.openedAt = clock.instant();
    }

    private record Since(Instant at, String reason) {}

    /** What the start found; said for as long as the lost lines would have been kept. */
    synchronized void found(ReplayReport report) {
        replay = report;
    }

    /**
     * To be asked before a push is taken. Room is left for the database: it must go on when logs can no longer be stored.
     *
     * @throws PushException with status 507 when there is too little room
     */
    void checkRoom() {
        if (lacksRoom()) {
            throw new PushException(NO_ROOM, lowReason() + "; make room, and push again");
        }
    }

    private boolean lacksRoom() {
        long free = freeBytes.getAsLong();
        if (free < 0 || free >= minFreeBytes) {
            ends();
            return false;
        }
        begins("the disk has " + free / MIB + " MB left, and logs are stored only while there are " + minFreeBytes / MIB
                + " MB (TOCSIN_DISK_FULL)");
        return true;
    }

    private synchronized String lowReason() {
        return low == null ? "the disk had too little room a moment ago" : low.reason();
    }

    private synchronized void begins(String reason) {
        if (low == null) {
            log.error("Pushes are refused: directory={} cause={}", directory, reason);
        }
        low = new Since(low == null ? clock.instant() : low.at(), reason);
    }

    private synchronized void ends() {
        if (low != null) {
            log.info("Pushes are taken again: directory={} refusedSince={}", directory, low.at());
            low = null;
        }
    }

    /** What to answer to a push that could not be written. */
    synchronized PushException refused(IOException failure) {
        String reason = "the log store cannot write to its directory: " + failure.getMessage();
        if (writing == null) {
            log.error("Cannot write to the log store, pushes are refused: directory={}", directory, failure);
            writing = new Since(clock.instant(), reason);
        }
        return new PushException(
                isForLackOfRoom(failure) ? NO_ROOM : UNAVAILABLE, reason + "; push again later", failure);
    }

    private boolean isForLackOfRoom(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        long free = freeBytes.getAsLong();
        return message.contains("no space left")
                || message.contains("quota")
                || message.contains("not enough space")
                || (free >= 0 && free < NOTHING_LEFT_BYTES);
    }

    synchronized void written() {
        if (writing != null) {
            log.info("The log store can be written again: directory={} refusedSince={}", directory, writing.at());
            writing = null;
        }
    }

    synchronized void syncFailed(IOException failure) {
        if (syncing == null) {
            log.error("Cannot flush log segments to the device: directory={}", directory, failure);
            syncing = new Since(clock.instant(), String.valueOf(failure.getMessage()));
        }
    }

    synchronized void synced() {
        if (syncing != null) {
            log.info("Log segments are flushed to the device again: directory={} since={}", directory, syncing.at());
            syncing = null;
        }
    }

    @Override
    public List<Concern> concerns() {
        lacksRoom();
        return known();
    }

    private synchronized List<Concern> known() {
        List<Concern> concerns = new ArrayList<>();
        Since refusing = writing == null ? low : writing;
        if (refusing != null) {
            concerns.add(concern("log-store-refusing", Severity.UNWATCHED, refusing));
        }
        if (syncing != null) {
            concerns.add(concern("log-store-unsynced", Severity.UNWATCHED, syncing));
        }
        if (replay.damagedBytes() > 0 && clock.instant().isBefore(openedAt.plus(maxAge))) {
            concerns.add(concern(
                    "log-store-damaged",
                    Severity.NOTICE,
                    new Since(
                            openedAt,
                            replay.damagedBytes() + " bytes in " + replay.damagedRegions()
                                    + " places of the segments could not be read; the lines in them are lost")));
        }
        return concerns;
    }

    private Concern concern(String code, Severity severity, Since since) {
        return new Concern(code, severity, directory.toString(), since.reason(), since.at());
    }
}
