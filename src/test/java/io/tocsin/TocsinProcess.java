package io.tocsin;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The application in a process of its own, which a test may kill without warning. */
public final class TocsinProcess implements AutoCloseable {

    static final String JAVA = ProcessHandle.current().info().command().orElse("java");
    /** As every launcher of ours; and a process of a test runs too short for the second compiler. */
    static final List<String> JAVA_OPTIONS =
            List.of("@" + Path.of("java.options").toAbsolutePath(), "-XX:TieredStopAtLevel=1");

    /** A start of seconds takes minutes beside other builds. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration END_LIMIT = Duration.ofMinutes(4);
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    /** How far below a port its mark is. */
    private static final int MARKS = 12_000;

    /** One for each port that was given away, held until this JVM ends. */
    private static final List<ServerSocket> MARKED = new CopyOnWriteArrayList<>();

    private final Process process;
    private final int port;

    private TocsinProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * A port that nobody listens at and that no other test is given, although some seconds pass until it is used. It is below
     * those that the system gives to connections.
     */
    public static int freePort() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try {
                ServerSocket mark = new ServerSocket(port - MARKS, 1, InetAddress.getLoopbackAddress());
                MARKED.add(mark);
                new ServerSocket(port).close();
                return port;
            } catch (BindException taken) {
                // Another one.
            }
        }
        throw new IOException("no port is free");
    }

    /** Starts and waits until it is ready; its output is appended to {@code home/process.log}. */
    public static TocsinProcess start(Path home, int port, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(home, port, environment, ExtractedJar.program());
    }

    /** @param program what follows Java's options on the command line, for example {@code -jar tocsin.jar} */
    public static TocsinProcess start(Path home, int port, Map<String, String> environment, List<String> program)
            throws IOException, InterruptedException {
        return start(home, port, environment, program, List.of());
    }

    /** Its data directory is a disk of its own, of this size; {@link #files} leads there. */
    public static TocsinProcess startOnSmallDisk(Path home, int port, Map<String, String> environment, int megabytes)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(home.resolve("data"));
        String mount = "mount -t tmpfs -o size=" + megabytes + "m none '" + data + "' && exec \"$@\"";
        return start(
                home,
                port,
                environment,
                ExtractedJar.program(),
                List.of("unshare", "-r", "-m", "sh", "-c", mount, "sh"));
    }

    private static TocsinProcess start(
            Path home, int port, Map<String, String> environment, List<String> program, List<String> launcher)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(launcher);
        command.add(JAVA);
        command.addAll(JAVA_OPTIONS);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(home.toFile());
        builder.environment().put("MALLOC_ARENA_MAX", "1"); // As every launcher of ours.
        builder.environment().put("TOCSIN_PORT", Integer.toString(port));
        builder.environment().put("TOCSIN_DATA_DIR", home.resolve("data").toString());
        builder.environment().put("TOCSIN_API_TOKEN", RunningTocsin.API_TOKEN);
        builder.environment().put("TOCSIN_ADMIN_PASSWORD", RunningTocsin.ADMIN_PASSWORD);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve("process.log").toFile()));
        TocsinProcess started = new TocsinProcess(builder.start(), port);
        started.awaitReady(home);
        return started;
    }

    private void awaitReady(Path home) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        HttpRequest request = HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IllegalStateException("not ready: " + Files.readString(home.resolve("process.log")));
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A file as the process sees it, in its own name space of mounts. */
    public Path files(Path absolute) {
        return Path.of("/proc/" + pid() + "/root").resolve(Path.of("/").relativize(absolute));
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL: the process gets no chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still alive: " + pid());
        }
    }

    /** SIGSTOP: it stands still and does not know it, as a machine that swaps or a virtual one that is moved. */
    public void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(pid()))
                .start()
                .waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** SIGTERM, for one of several that end together. */
    public void beginToEnd() {
        process.destroy();
    }

    /** SIGTERM, and SIGKILL if that does not end it. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }
}
