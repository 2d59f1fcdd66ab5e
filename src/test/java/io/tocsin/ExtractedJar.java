package io.tocsin;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged jar, extracted and with an archive of its classes: a process of it is ready in half the time, and most of
 * what a crash test does is to start processes. Made once for all processes of the tests.
 */
public final class ExtractedJar {

    private static final long LIMIT_SECONDS = 300;

    private ExtractedJar() {}

    /** What follows Java's options on the command line; without a packaged jar, as in an IDE, the class path of the tests. */
    public static List<String> program() throws IOException, InterruptedException {
        String jar = System.getProperty("packaged.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            return List.of("-cp", classPath(), "io.tocsin.TocsinApplication");
        }
        Path folder = extracted(Path.of(jar));
        return List.of(
                "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                "-jar",
                folder.resolve("app").resolve(Path.of(jar).getFileName()).toString());
    }

    /** Without the settings of the tests' own log, which the packaged program does not have either. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Files.exists(Path.of(entry, "logback-test.xml")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Tests run in several processes at once. */
    private static synchronized Path extracted(Path jar) throws IOException, InterruptedException {
        Path folder = jar.resolveSibling("extracted-for-tests");
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Path made = folder.resolve("made");
            if (lock.isValid()
                    && (!Files.exists(made)
                            || Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(jar)) < 0)) {
                make(jar, folder);
                Files.writeString(made, "");
            }
        }
        return folder;
    }

    private static void make(Path jar, Path folder) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(folder.resolve("app"));
        Files.deleteIfExists(folder.resolve("classes.jsa"));
        run(folder, List.of("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", folder + "/app"));
        List<String> training = new ArrayList<>(TocsinProcess.JAVA_OPTIONS);
        training.addAll(List.of(
                "-XX:ArchiveClassesAtExit=" + folder.resolve("classes.jsa"),
                "-Dspring.context.exit=onRefresh",
                "-jar",
                folder.resolve("app").resolve(jar.getFileName()).toString()));
        run(folder, training);
    }

    private static void run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TocsinProcess.JAVA));
        command.addAll(arguments);
        Path output = folder.resolve("output.log");
        Path home = Files.createTempDirectory(folder, "home");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TOCSIN_PORT", "0");
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(output));
        }
        FileSystemUtils.deleteRecursively(home);
    }
}
