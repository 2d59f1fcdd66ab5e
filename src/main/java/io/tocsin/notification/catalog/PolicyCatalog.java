package io.tocsin.notification.catalog;

import io.tocsin.notification.Policies;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.notification.file.PolicyFileParser;
import io.tocsin.notification.file.PolicyFileResult;
import io.tocsin.rule.ContactPointName;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The policies in force: those of the last good version of the file. Safe for use by many threads. */
@Component
public class PolicyCatalog implements ConcernSource {

    private static final Logger log = LoggerFactory.getLogger(PolicyCatalog.class);
    private static final ContactPointName INBOX = new ContactPointName("inbox");

    private final Path file;
    private final String defaultContactPoint;
    private final ReceiverSettings receivers;
    private final PolicyFileParser parser;
    private final Clock clock;
    private volatile Snapshot snapshot;
    private Optional<String> seenText = Optional.empty();
    private Optional<String> takenText = Optional.empty();
    private @Nullable ContactPointName takenDefault;
    /** Whether the file was never good since the start: then an upgrade must not go on. */
    private boolean isUnusableSinceStart = true;

    PolicyCatalog(PolicySettings settings, ReceiverSettings receivers, Clock clock) {
        this.file = Path.of(settings.policiesFile());
        this.defaultContactPoint = settings.defaultContactPoint().strip();
        this.receivers = receivers;
        this.parser = new PolicyFileParser(receivers::exists, this::defaultReceiver);
        this.clock = clock;
        this.snapshot = new Snapshot(Policies.single(defaultReceiver()), List.of(), false, clock.instant());
        reload();
        reload();
    }

    /**
     * The policies and the state of their file.
     *
     * @param problems what is wrong with the file; then the policies are those of its last good version
     * @param isFromFile false: there is no file, or it has never been good
     */
    public record Snapshot(Policies policies, List<FileProblem> problems, boolean isFromFile, Instant loadedAt) {}

    public Policies current() {
        return snapshot.policies();
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public Path file() {
        return file;
    }

    /** The receiver of a root policy that names none. */
    public ContactPointName defaultReceiver() {
        return defaultContactPoint.isEmpty()
                ? receivers.firstProvisioned().orElse(INBOX)
                : new ContactPointName(defaultContactPoint);
    }

    /**
     * Looks at the file; a change is taken over only when it has no problem, and only when the file looks the same for
     * the second time, because editors write in steps. Blocks on the file system.
     */
    final synchronized void reload() {
        Optional<String> text;
        try {
            text = Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            keep(List.of(new FileProblem(file.toString(), 1, 1, "the file cannot be read: " + e.getMessage())));
            return;
        }
        boolean isSettled = text.equals(seenText);
        seenText = text;
        ContactPointName receiver = defaultReceiver();
        boolean isUnchanged = receiver.equals(takenDefault) && text.equals(takenText);
        if (!isSettled || isUnchanged && snapshot.problems().isEmpty()) {
            return;
        }
        takenText = text;
        takenDefault = receiver;
        if (text.isEmpty()) {
            snapshot = new Snapshot(Policies.single(receiver), List.of(), false, clock.instant());
        } else {
            take(parser.parse(text.get(), file.toString()));
        }
    }

    private void take(PolicyFileResult result) {
        Optional<Policies> policies = result.policies();
        if (policies.isEmpty()) {
            keep(result.problems());
            return;
        }
        snapshot = new Snapshot(policies.get(), List.of(), true, clock.instant());
        log.info("Policies loaded. file={}", file);
    }

    private void keep(List<FileProblem> problems) {
        Snapshot before = snapshot;
        if (!problems.equals(before.problems())) {
            problems.forEach(problem -> log.warn("Policies not loaded; the last good version stays. {}", problem));
            snapshot = new Snapshot(before.policies(), List.copyOf(problems), before.isFromFile(), before.loadedAt());
        }
    }

    /** What a text would be if it were the file's; nothing is taken over. */
    public PolicyFileResult check(String text) {
        return parser.parse(text, file.toString());
    }

    /** The text of the file as it is on the disk; empty when there is none, or it cannot be read. */
    public Optional<String> text() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Says when the policies file is not in force. Reads memory only. */
    @Override
    public synchronized List<Concern> concerns() {
        Snapshot now = snapshot;
        List<FileProblem> problems = now.problems();
        isUnusableSinceStart &= !problems.isEmpty() && !now.isFromFile();
        if (problems.isEmpty()) {
            return List.of();
        }
        String inForce = now.isFromFile()
                ? "; the version of " + now.loadedAt() + " stays in force"
                : "; nothing of it is in force, everything goes to " + defaultReceiver();
        return List.of(new Concern(
                "policies-broken",
                isUnusableSinceStart ? Severity.UNREADY : Severity.UNWATCHED,
                file.toString(),
                problems.get(0) + inForce));
    }
}
