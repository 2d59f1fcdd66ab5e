package io.tocsin.ruletest;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.message.Message;
import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleGroup;
import io.tocsin.ruletest.RuleTestFile.NamedFile;
import io.tocsin.ruletest.RuleTestFile.RuleTest;
import io.tocsin.yaml.FileProblem;
import io.tocsin.yaml.TextPosition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Reads files of tests with all that they name, and runs them. Blocks on the file system. */
public final class RuleTests {

    private final DestinationsReader installation;
    private final BiFunction<ContactPoint, Message, String> printer;
    private final LongSupplier nanoTime;

    /**
     * @param installation what tests fall back to that name no files of their own
     * @param printer a message as its contact point shows it
     */
    public RuleTests(
            DestinationsReader installation, BiFunction<ContactPoint, Message, String> printer, LongSupplier nanoTime) {
        this.installation = installation;
        this.printer = printer;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs the tests of one file.
     *
     * @param path where it is
     * @param name how problems and failures name it
     */
    public RuleTestResult run(Path path, String name) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            return new RuleTestResult(name, List.of(problem(name, TextPosition.START, unreadable(path))), List.of());
        }
        RuleTestParser.Parsed parsed = new RuleTestParser().parse(text, name);
        RuleTestFile file = parsed.file();
        if (file == null) {
            return new RuleTestResult(name, parsed.problems(), List.of());
        }
        List<FileProblem> problems = new ArrayList<>();
        Path directory = path.toAbsolutePath().normalize().getParent();
        Path base = directory == null ? Path.of("") : directory;
        List<RuleGroup> groups = groups(file, base, name, problems);
        Destinations read = installation(file, base, name, problems);
        if (!problems.isEmpty()) {
            return new RuleTestResult(name, problems, List.of());
        }
        RuleTestRun run = new RuleTestRun(name, groups, read, place -> lines(base, place), printer);
        // Each has a gateway, a store and a clock of its own.
        List<RuleTestResult.TestOutcome> outcomes =
                file.tests().parallelStream().map(test -> outcome(run, test)).toList();
        return new RuleTestResult(name, List.of(), outcomes);
    }

    private RuleTestResult.TestOutcome outcome(RuleTestRun run, RuleTest test) {
        long start = nanoTime.getAsLong();
        List<FileProblem> failures = run.run(test);
        double seconds = Duration.ofNanos(nanoTime.getAsLong() - start).toMillis() / 1000.0;
        return new RuleTestResult.TestOutcome(test.name(), seconds, failures);
    }

    private static FileProblem problem(String file, TextPosition at, String message) {
        return new FileProblem(file, at.line(), at.column(), message);
    }

    private static String unreadable(Path path) {
        return Files.exists(path) ? "the file " + path + " cannot be read" : "there is no file " + path;
    }

    private static List<String> lines(Path base, NamedFile place) {
        Path path = base.resolve(place.path());
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new RuleTestException("line " + place.at().line() + ": " + unreadable(path));
        }
    }

    private static List<RuleGroup> groups(RuleTestFile file, Path base, String name, List<FileProblem> problems) {
        RuleFileParser parser =
                new RuleFileParser(new ExpressionCheck()).withDefaultInterval(file.evaluationInterval());
        List<RuleGroup> groups = new ArrayList<>();
        for (NamedFile place : file.ruleFiles()) {
            List<Path> paths = find(base, place.path());
            if (paths.isEmpty()) {
                problems.add(problem(name, place.at(), unreadable(base.resolve(place.path()))));
            }
            for (Path path : paths) {
                String shown = nameOf(base, path, name);
                try {
                    RuleFileResult result = parser.parse(Files.readString(path), shown);
                    result.problems()
                            .forEach(one ->
                                    problems.add(new FileProblem(one.file(), one.line(), one.column(), one.text())));
                    result.ruleFile().ifPresent(rules -> groups.addAll(rules.groups()));
                } catch (IOException e) {
                    problems.add(problem(name, place.at(), unreadable(path)));
                }
            }
        }
        return groups;
    }

    /** As a person in the directory of the call would write it. */
    private static String nameOf(Path base, Path path, String testFile) {
        Path beside = Path.of(testFile).getParent();
        Path relative = base.relativize(path);
        return (beside == null ? relative : beside.resolve(relative))
                .normalize()
                .toString()
                .replace('\\', '/');
    }

    /** The file of this name, or those that fit {@code *} in the last part of it, in the order of the alphabet. */
    private static List<Path> find(Path base, String pattern) {
        Path path = base.resolve(pattern).normalize();
        Path directory = path.getParent();
        if (!pattern.contains("*") || directory == null) {
            return Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory, path.getFileName().toString())) {
            TreeSet<Path> sorted = new TreeSet<>();
            found.forEach(sorted::add);
            return List.copyOf(sorted);
        } catch (IOException e) {
            return List.of();
        }
    }

    private Destinations installation(RuleTestFile file, Path base, String name, List<FileProblem> problems) {
        DestinationsReader reader = installation;
        NamedFile contactPoints = file.contactPointsFile();
        if (contactPoints != null) {
            reader = reader.withContactPoints(existing(base, contactPoints, name, problems));
        }
        NamedFile policies = file.policiesFile();
        if (policies != null) {
            reader = reader.withPolicies(existing(base, policies, name, problems));
        }
        return reader.read(problems);
    }

    private static Path existing(Path base, NamedFile place, String name, List<FileProblem> problems) {
        Path path = base.resolve(place.path()).normalize();
        if (!Files.isRegularFile(path)) {
            problems.add(problem(name, place.at(), unreadable(path)));
        }
        return path;
    }
}
