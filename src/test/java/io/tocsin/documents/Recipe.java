package io.tocsin.documents;

import io.tocsin.documents.MarkdownPage.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Follows a document as a person would: writes the files that it shows, and types its commands into a shell, in their order. What
 * is not here (Docker, and what belongs to other servers) is a program that does nothing but is asked; {@code java -jar tocsin.jar}
 * is this build's. The rest is as it stands in the text but for three things: the port, the addresses of the chats, and how often
 * rules are evaluated.
 */
final class Recipe {

    private static final List<String> NOT_HERE = List.of("docker", "mvn");

    private final Path home;
    private final Path programs;
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Map<Path, Integer> sent = new HashMap<>();
    private final List<String> shell = new ArrayList<>();

    /** A line that an agent would have sent. */
    record LogLine(String job, String host, String text) {}

    Recipe(Path home) throws IOException {
        this.home = home;
        this.programs = Files.createDirectories(home.resolve("programs"));
        for (String program : NOT_HERE) {
            executable(program, "echo \"" + program + " $*\" >> \"$RECIPE_HOME/asked\"\n");
        }
        executable("java", """
                while [ $# -gt 0 ] && [ "$1" != -jar ]; do shift; done
                shift 2
                if [ $# -eq 0 ]; then echo serve >> "$RECIPE_HOME/asked"; exit 0; fi
                cd "$RECIPE_HOME" && exec "$RECIPE_JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$RECIPE_CLASSES" \\
                  io.tocsin.TocsinApplication "$@"
                """);
        // Directories of the repository that a recipe goes into.
        for (String directory : List.of("compose", "config", "target")) {
            if (!directory.equals("config")) {
                Files.createSymbolicLink(programs.resolve(directory), Path.of(directory).toAbsolutePath());
            }
        }
    }

    private void executable(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
    }

    /** Says what stands in place of a part of the text. */
    Recipe with(String text, String instead) {
        replaced.put(text, instead);
        return this;
    }

    private String replaced(String text) {
        String result = text;
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            result = result.replace(entry.getKey(), entry.getValue());
        }
        return result;
    }

    /** Writes the file that the block shows, below the home. */
    void write(Block block) throws IOException {
        Path file = home.resolve(block.attributes().get("file"));
        Files.createDirectories(file.getParent());
        String text = replaced(block.text());
        if (file.toString().endsWith(".yaml") || file.toString().endsWith(".yml")) {
            text = text.replaceAll("(?m)^(\\s*)interval: \\w+", "$1interval: 1s")
                    .replaceAll("group_wait: \\w+", "group_wait: 1s");
        }
        Files.writeString(file, text);
    }

    /** Types the block into a shell; its output, or the exception says it with what failed. */
    String run(Block block) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", "cd \"$RECIPE_HOME\"\n" + inPlace(replaced(block.text())))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        environment.put("RECIPE_HOME", home.toString());
        environment.put("RECIPE_JAVA", ProcessHandle.current().info().command().orElse("java"));
        environment.put("RECIPE_CLASSES", System.getProperty("java.class.path"));
        environment.put("HOSTNAME", "server1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(block + " ended with " + process.exitValue() + ":\n" + output);
        }
        shell.add(block + "\n" + output);
        return output;
    }

    /** A recipe that goes into a directory of the repository finds it; nothing is written there. */
    private static String inPlace(String commands) {
        return commands.replaceAll("(?m)^cd (compose/\\S+)$", "cd \"\\$RECIPE_HOME/programs/$1\"")
                .replaceAll("(?m)^cp \\.env\\.example \\.env$", "test -s .env.example")
                .replaceAll("(?m)^cd tocsin$", "true")
                .replaceAll("(?m)^cp target/tocsin\\.jar tocsin/$", "true")
                .replaceAll("(?m)^mkdir -p tocsin/rules$", "mkdir -p rules");
    }

    /** What an agent would send now: new lines of {@code logs/<job>/*.log}, those of a stack trace as one. */
    List<LogLine> newLines(String host) throws IOException {
        List<LogLine> lines = new ArrayList<>();
        Path logs = home.resolve("logs");
        if (!Files.isDirectory(logs)) {
            return lines;
        }
        try (Stream<Path> files = Files.walk(logs)) {
            files.filter(file -> file.toString().endsWith(".log")).forEach(file -> read(file, host, lines));
        }
        return lines;
    }

    private void read(Path file, String host, List<LogLine> lines) {
        try {
            String text = Files.readString(file);
            String added = text.substring(sent.getOrDefault(file, 0));
            sent.put(file, text.length());
            for (String entry : added.split("\\n(?=[^\\s}])")) {
                if (!entry.isBlank()) {
                    lines.add(new LogLine(file.getParent().getFileName().toString(), host, entry.stripTrailing()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
