package io.tocsin;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A PostgreSQL of one test's own that can be killed, started again, and followed by a standby. Works as root too. */
public final class PostgresProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    private final String program;
    private final Path data;
    private final int port;
    private Process process;

    private PostgresProcess(String program, Path data, int port) throws IOException {
        this.program = program;
        this.data = data;
        this.port = port;
        this.process = launch();
    }

    /** An empty server. */
    public static PostgresProcess create(Path home) throws IOException {
        Path data = home.resolve("primary");
        String program;
        // It knows how to unpack and to initialise; its own process is not needed any more.
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setPort(TocsinProcess.freePort())
                .setDataDirectory(data.toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .start()) {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            program = ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().command())
                    .orElseThrow(() -> new IllegalStateException("no process of " + first));
        }
        return new PostgresProcess(program, data, TocsinProcess.freePort());
    }

    /** A second server that has all that this one has and follows it; this one stands still meanwhile. */
    public PostgresProcess standby() throws IOException, InterruptedException {
        stop();
        Path copy = data.resolveSibling("standby");
        copy(data, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n");
        start();
        return new PostgresProcess(program, copy, TocsinProcess.freePort());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file));
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    public int port() {
        return port;
    }

    /** The JDBC URL of its first database, for the user {@code postgres}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** The machine is gone: nothing is written any more. A server starts again only when the last of its processes is gone. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("PostgreSQL does not end", e);
            }
        }
    }

    /** Starts it again after it was killed or stopped. */
    public void start() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        process = launch();
    }

    /** Waits until a standby has all that this one has written so far: what it lacks when this one dies is lost. */
    public void awaitFollowed(PostgresProcess standby) throws SQLException {
        String written = first("select pg_current_wal_flush_lsn()");
        await().until(() -> standby.first("select coalesce(pg_last_wal_receive_lsn() >= '" + written + "', false)")
                .equals("t"));
    }

    private String first(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A standby becomes the one that is written to. */
    public void promote() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote(true, 300)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl() + "?user=postgres&loginTimeout=60");
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses root; in a user name space of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                program,
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-k",
                ""));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
        awaitConnections(started);
        return started;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private void awaitConnections(Process started) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && started.isAlive()) {
            try (Connection connection = connect()) {
                return;
            } catch (SQLException e) {
                pause();
            }
        }
        throw new IllegalStateException(
                "PostgreSQL did not start: " + Files.readString(data.resolveSibling(data.getFileName() + ".log")));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In order: everything is written. */
    private void stop() throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
