package io.tocsin.rule.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rule files below a directory. Names that start with a dot are skipped, directories too: editors keep swap
 * files there, and Kubernetes the versions of a mounted ConfigMap ({@code ..data}), to which the visible names link.
 */
final class RuleDirectory {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_FILES = 5_000;

    /** How the problem of a directory that is not there ends its first part; a newcomer has none. */
    static final String MISSING = "does not exist";

    private final Path root;
    private final Map<String, String> builtIn;

    /** @param builtIn texts by file name that are there unless the directory has a file of this name */
    RuleDirectory(Path root, Map<String, String> builtIn) {
        this.root = root;
        this.builtIn = Map.copyOf(builtIn);
    }

    Path root() {
        return root;
    }

    /**
     * What is in the directory now.
     *
     * @param files by their path relative to the directory, with {@code /}
     * @param directories that hold them
     * @param problem why the directory cannot be read, or null
     */
    record DirectoryScan(
            SortedMap<String, RuleFileContent> files,
            List<Path> directories,
            @Nullable String problem) {

        /** Equal hashes mean equal names and contents. */
        String contentHash() {
            StringBuilder text = new StringBuilder();
            files.forEach((name, content) ->
                    text.append(name).append('\0').append(content.hash()).append('\n'));
            return RuleFileContent.hash(
                    text.append(problem == null ? "" : problem).toString());
        }
    }

    DirectoryScan scan() {
        List<Path> directories = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            String problem = Files.exists(root) ? "is not a directory" : MISSING;
            return new DirectoryScan(
                    new TreeMap<>(),
                    directories,
                    "the rules directory " + root.toAbsolutePath() + " " + problem
                            + "; set TOCSIN_RULES_DIR or create it");
        }
        SortedMap<String, FileFound> found = new TreeMap<>();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    MAX_DEPTH,
                    new DirectoryVisitor(found, directories));
            SortedMap<String, RuleFileContent> files = contents(found);
            builtIn.forEach((name, text) -> files.putIfAbsent(name, RuleFileContent.of(text)));
            return new DirectoryScan(files, directories, null);
        } catch (IOException e) {
            return new DirectoryScan(
                    contents(found),
                    directories,
                    "the rules directory " + root.toAbsolutePath() + " cannot be read: " + reason(e));
        }
    }

    /**
     * A rule file that is there.
     *
     * @param unreadable why it cannot be read, or null
     */
    private record FileFound(Path file, long size, @Nullable IOException unreadable) {

        RuleFileContent content() {
            return unreadable == null ? RuleFileContent.read(file, size) : RuleFileContent.unreadable(unreadable);
        }
    }

    private static SortedMap<String, RuleFileContent> contents(SortedMap<String, FileFound> found) {
        return new TreeMap<>(found.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(
                        Map.Entry::getKey, entry -> entry.getValue().content())));
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException denied
                ? "the user \"" + System.getProperty("user.name", "?") + "\" may not read " + denied.getFile()
                : String.valueOf(failure.getMessage());
    }

    /** One file as it is now; empty when there is none of this name below the directory. */
    Optional<RuleFileContent> read(String name) {
        Path file = root.resolve(name).normalize();
        boolean isInside = file.startsWith(root.normalize()) && isRuleFile(file);
        for (Path part : Path.of(name)) {
            isInside = isInside && !isHidden(part);
        }
        try {
            return isInside && Files.isRegularFile(file)
                    ? Optional.of(RuleFileContent.read(file, Files.size(file)))
                    : Optional.ofNullable(builtIn.get(name)).map(RuleFileContent::of);
        } catch (IOException e) {
            return Optional.of(RuleFileContent.unreadable(e));
        }
    }

    private final class DirectoryVisitor extends SimpleFileVisitor<Path> {

        private final SortedMap<String, FileFound> found;
        private final List<Path> directories;

        DirectoryVisitor(SortedMap<String, FileFound> found, List<Path> directories) {
            this.found = found;
            this.directories = directories;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(root) && isHidden(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.add(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isRuleFile(file) && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
                if (found.size() >= MAX_FILES) {
                    throw new IOException("it holds more than " + MAX_FILES + " rule files");
                }
                found.put(nameOf(file), new FileFound(file, attributes.size(), null));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            if (file.equals(root)) {
                throw cause;
            }
            if (isRuleFile(file)) {
                found.put(nameOf(file), new FileFound(file, 0, cause));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException cause) throws IOException {
            if (cause != null) {
                throw cause;
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private String nameOf(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isRuleFile(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return !isHidden(path) && (name.endsWith(".yml") || name.endsWith(".yaml"));
    }
}
