package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provisioned contact points and the built-in Inbox. A file with problems changes nothing: the last good version
 * stays, and the problems can be asked for.
 */
public final class ContactPointCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(ContactPointCatalog.class);
    private static final ContactPoint BUILT_IN_INBOX =
            ContactPoint.of(ContactPoint.INBOX, new ContactPointSettings.Inbox());

    private final Path file;
    private final ContactPointFileParser parser;
    private volatile Snapshot snapshot = new Snapshot(null, List.of(), List.of());

    public ContactPointCatalog(Path file, ContactPointFileParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * What is known of the file.
     *
     * @param text the text that was read last; null: there is no file
     */
    private record Snapshot(
            @Nullable String text, List<ContactPoint> contactPoints, List<ContactPointProblem> problems) {}

    /** Reads the file if it has changed since the last time; a template that changed counts, too. */
    public void reload() {
        String text = read();
        Snapshot old = snapshot;
        ContactPointFileParser.Result result = text == null
                ? new ContactPointFileParser.Result(List.of(), List.of())
                : parser.parse(text, file.getFileName().toString());
        boolean isSame = result.problems().equals(old.problems())
                && (!result.problems().isEmpty() || result.contactPoints().equals(old.contactPoints()));
        if (isSame) {
            return;
        }
        if (result.problems().isEmpty()) {
            snapshot = new Snapshot(text, result.contactPoints(), List.of());
            LOG.info(
                    "Contact points loaded: file={} count={}",
                    file,
                    result.contactPoints().size());
            return;
        }
        snapshot = new Snapshot(text, old.contactPoints(), result.problems());
        result.problems().forEach(problem -> LOG.error("{}", problem));
        LOG.error(
                "Contact points not changed, the last good version stays: file={} problems={}",
                file,
                result.problems().size());
    }

    /** What is wrong with the present text of the file. */
    public List<ContactPointProblem> problems() {
        return snapshot.problems();
    }

    /** Those of the file, in its order. */
    public List<ContactPoint> provisioned() {
        return snapshot.contactPoints();
    }

    /** Those of the file, then the built-in Inbox. */
    public List<ContactPoint> all() {
        List<ContactPoint> all = new ArrayList<>(snapshot.contactPoints());
        if (all.stream().noneMatch(contactPoint -> contactPoint.name().equals(ContactPoint.INBOX))) {
            all.add(BUILT_IN_INBOX);
        }
        return all;
    }

    private @Nullable String read() {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.warn(
                    "Contact points cannot be read: file={} cause={}",
                    file,
                    e.getClass().getSimpleName());
            return snapshot.text();
        }
    }
}
