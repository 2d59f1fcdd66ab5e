package io.tocsin.documents;

import io.tocsin.cli.CommandRun;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows a document as a person would: writes the files that it shows, and types its commands into a shell, in their order. What
 * is not here (Docker, Maven) is a program that does nothing; {@code java -jar tocsin.jar COMMAND} is this build's command line, and the
 * server runs already. The rest is as it stands in the text but for three things: the port, the addresses of the chats, and how often
 * rules are evaluated.
 */
final class Recipe {

    private static final Pattern COMMAND = Pattern.compile("java .*-jar tocsin\\.jar (.+)");
    private static final List<String> NOT_HERE = List.of("docker", "mvn");

    private final Path home;
    private final Path programs;
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Map<Path, Integer> sent = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /** A line that an agent would have sent. */
    record LogLine(String job, String host, String text) {}

    Recipe(Path home) throws IOException {
        this.home = home;
        this.programs = Files.createDirectories(home.resolve("programs"));
        for (String program : NOT_HERE) {
            executable(program, "echo \"" + program + " $*\" >> \"$RECIPE_HOME/asked\"\n");
        }
        // Of the repository: recipes go there.
        Files.createSymbolicLink(programs.resolve("compose"), Path.of("compose").toAbsolutePath());
    }

    private void executable(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + file);
        }
    }

    /** Gives the command line an environment variable. */
    Recipe withVariable(String name, String value) {
        environment.put(name, value);
        return this;
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

    /** Types the block's lines, in their order: those for Tocsin's command line into it, the others into a shell. */
    void run(Block block) throws IOException, InterruptedException {
        StringBuilder shell = new StringBuilder();
        for (String line : inPlace(replaced(block.text())).lines().toList()) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                shell(block, shell.toString());
                shell.setLength(0);
                tocsin(block, List.of(command.group(1).split(" ")));
            } else if (!line.matches("java .*-jar tocsin\\.jar")) {
                shell.append(line).append('\n');
            }
        }
        shell(block, shell.toString());
    }

    private void tocsin(Block block, List<String> arguments) {
        CommandRun run = CommandRun.of(environment, home, arguments.toArray(String[]::new));
        if (run.code() != 0) {
            throw new IllegalStateException(
                    block + " " + arguments + " ended with " + run.code() + ":\n" + run.out() + run.err());
        }
    }

    private void shell(Block block, String commands) throws IOException, InterruptedException {
        if (commands.isBlank()) {
            return;
        }
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-euc", "cd \"$RECIPE_HOME\"\n" + commands).redirectErrorStream(true);
        builder.environment().put("PATH", programs + ":" + builder.environment().get("PATH"));
        builder.environment().put("RECIPE_HOME", home.toString());
        builder.environment().put("HOSTNAME", "server1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(block + " ended with " + process.exitValue() + ":\n" + output);
        }
    }

    /** A recipe that goes into a directory of the repository finds it; nothing is written there. */
    private static String inPlace(String commands) {
        // What is refused ends the recipe here, and not after a minute of waiting for its message.
        return commands.replace("curl -sS ", "curl -sSf ")
                .replaceAll("(?m)^cd (compose/\\S+)$", "cd \"\\$RECIPE_HOME/programs/$1\"")
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
