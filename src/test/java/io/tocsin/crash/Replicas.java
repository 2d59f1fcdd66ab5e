package io.tocsin.crash;

import io.tocsin.TocsinProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Real processes with the same settings, which are killed and suspended at random. */
final class Replicas implements AutoCloseable {

    private static final long START_SECONDS = 300;
    private static final int MAX_STARTS = 5;

    private final Path home;
    private final Map<String, String> environment;
    private final Random random;
    private final List<Replica> replicas = new ArrayList<>();
    private int kills;
    private int suspensions;

    /** One of the processes; a killed one is followed by another in the same place. */
    private static final class Replica {

        private final Path home;
        private CompletableFuture<TocsinProcess> process;
        private Instant suspendedUntil = Instant.MIN;

        private Replica(Path home, CompletableFuture<TocsinProcess> process) {
            this.home = home;
            this.process = process;
        }

        private boolean isUp() {
            return process.isDone() && suspendedUntil.equals(Instant.MIN);
        }
    }

    Replicas(Path home, Map<String, String> environment, Random random) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.random = random;
    }

    /** The first one makes the tables, the others follow together. Returns when all are ready. */
    void start(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Path folder = Files.createDirectories(home.resolve("replica" + i));
            replicas.add(new Replica(folder, start(folder)));
            if (i == 0) {
                awaitStarted();
            }
        }
        awaitStarted();
    }

    /** Kills or suspends one of them, whichever chance takes, unless it is down already. */
    void disturbOne() throws Exception {
        Replica replica = replicas.get(random.nextInt(replicas.size()));
        if (!replica.isUp()) {
            return;
        }
        TocsinProcess process = replica.process.get();
        if (random.nextBoolean()) {
            process.kill();
            replica.process = start(replica.home);
            kills++;
        } else {
            process.suspend();
            replica.suspendedUntil = Instant.now().plusMillis(1_000 + random.nextInt(14_000));
            suspensions++;
        }
    }

    /** Lets those go on whose time is over. */
    void wakeUp(Instant now) throws Exception {
        for (Replica replica : replicas) {
            if (replica.suspendedUntil.isAfter(Instant.MIN) && replica.suspendedUntil.isBefore(now)) {
                replica.process.get().resume();
                replica.suspendedUntil = Instant.MIN;
            }
        }
    }

    /** Lets all go on and waits until they are ready. */
    void settle() throws Exception {
        wakeUp(Instant.MAX);
        awaitStarted();
    }

    /** Ends them in order, all together. */
    void stop() throws Exception {
        for (Replica replica : replicas) {
            replica.process.get().beginToEnd();
        }
        for (Replica replica : replicas) {
            replica.process.get().close();
        }
    }

    int kills() {
        return kills;
    }

    int suspensions() {
        return suspensions;
    }

    /** What they have printed, killed ones included. */
    List<String> logs() throws IOException {
        List<String> logs = new ArrayList<>();
        for (Replica replica : replicas) {
            logs.add(Files.readString(replica.home.resolve("process.log")));
        }
        return logs;
    }

    private void awaitStarted() throws Exception {
        for (Replica replica : replicas) {
            replica.process.get(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    private CompletableFuture<TocsinProcess> start(Path folder) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return startPatiently(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    /** A start that ends because its connection to the database is cut is followed by another, as an orchestrator would. */
    private TocsinProcess startPatiently(Path folder) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return TocsinProcess.start(folder, TocsinProcess.freePort(), environment);
            } catch (IllegalStateException e) {
                if (attempt == MAX_STARTS) {
                    throw e;
                }
            }
        }
    }

    static void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() throws Exception {
        wakeUp(Instant.MAX);
        for (Replica replica : replicas) {
            if (!replica.process.isCompletedExceptionally()) {
                replica.process.get(START_SECONDS, TimeUnit.SECONDS).kill();
            }
        }
    }
}
