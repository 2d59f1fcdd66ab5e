package io.tocsin.rule.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    /** So long at most is what a stamp does not show believed to be as it was: a network's file system may repeat old stamps. */
    private static final Duration STAMPS_BELIEVED = Duration.ofMinutes(1);

    /** A file may change again without another stamp while it is younger; some file systems count in two seconds. */
    private static final Duration STAMP_GRANULARITY = Duration.ofSeconds(3);

    private final Path root;
    private final Map<String, String> builtIn;
    private final Clock clock;
    private volatile KnownFiles known = new KnownFiles(Instant.EPOCH, Map.of());

    /** @param builtIn texts by file name that are there unless the directory has a file of this name */
    RuleDirectory(Path root, Map<String, String> builtIn, Clock clock) {
        this.root = root;
        this.builtIn = Map.copyOf(builtIn);
        this.clock = clock;
    }

    /** Of the last look; all of them were read at a time, and since then those whose stamps had changed. */
    private record KnownFiles(Instant allReadAt, Map<String, KnownFile> files) {}

    /** @param isSettled whether a change since it was read would show in its stamp */
    private record KnownFile(FileStamp stamp, boolean isSettled, RuleFileContent content) {

        boolean isStill(FileFound found) {
            return isSettled && found.unreadable() == null && stamp.equals(found.stamp());
        }
    }

    /** What becomes another one when a file is written or replaced; of a link, that of the file it leads to. */
    private record FileStamp(@Nullable Object key, long size, FileTime modified) {

        static final FileStamp NONE = new FileStamp(null, 0, FileTime.fromMillis(0));

        static FileStamp of(BasicFileAttributes attributes) {
            return new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
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

    /** Reads every file. */
    DirectoryScan scan() {
        return scan(clock.instant(), false);
    }

    /**
     * The same without reading files again whose stamps are as they were. What no stamp shows is seen a minute later; a file
     * that was written a moment before it was read is always read once more, since it may have changed just afterwards.
     */
    DirectoryScan look() {
        Instant now = clock.instant();
        Instant allReadAt = known.allReadAt();
        return scan(now, !now.isBefore(allReadAt) && now.isBefore(allReadAt.plus(STAMPS_BELIEVED)));
    }

    private DirectoryScan scan(Instant now, boolean believesStamps) {
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
            SortedMap<String, RuleFileContent> files = contents(found, now, believesStamps);
            builtIn.forEach((name, text) -> files.putIfAbsent(name, RuleFileContent.of(text)));
            return new DirectoryScan(files, directories, null);
        } catch (IOException e) {
            return new DirectoryScan(
                    contents(found, now, believesStamps),
                    directories,
                    "the rules directory " + root.toAbsolutePath() + " cannot be read: " + reason(e));
        }
    }

    /**
     * A rule file that is there.
     *
     * @param unreadable why it cannot be read, or null
     */
    private record FileFound(
            Path file, FileStamp stamp, @Nullable IOException unreadable) {

        RuleFileContent content() {
            return unreadable == null
                    ? RuleFileContent.read(file, stamp.size())
                    : RuleFileContent.unreadable(unreadable);
        }
    }

    private SortedMap<String, RuleFileContent> contents(
            SortedMap<String, FileFound> found, Instant now, boolean believesStamps) {
        KnownFiles before = known;
        Map<String, KnownFile> files = found.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(Map.Entry::getKey, entry -> {
                    KnownFile last = before.files().get(entry.getKey());
                    return last != null && believesStamps && last.isStill(entry.getValue())
                            ? last
                            : read(entry.getValue(), now, last);
                }));
        known = new KnownFiles(believesStamps ? before.allReadAt() : now, files);
        SortedMap<String, RuleFileContent> contents = new TreeMap<>();
        files.forEach((name, file) -> contents.put(name, file.content()));
        return contents;
    }

    private static KnownFile read(FileFound found, Instant now, @Nullable KnownFile last) {
        RuleFileContent content = found.content();
        boolean isOld = found.stamp().modified().toInstant().isBefore(now.minus(STAMP_GRANULARITY));
        // Whoever was given the text that was read before keeps it: not a second one that is equal.
        RuleFileContent kept = last != null && last.content().equals(content) ? last.content() : content;
        return new KnownFile(found.stamp(), isOld && content.problem() == null, kept);
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
                found.put(nameOf(file), new FileFound(file, FileStamp.of(attributes), null));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            if (file.equals(root)) {
                throw cause;
            }
            if (isRuleFile(file)) {
                found.put(nameOf(file), new FileFound(file, FileStamp.NONE, cause));
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
