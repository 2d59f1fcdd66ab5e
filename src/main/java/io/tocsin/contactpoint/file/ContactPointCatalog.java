package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provisioned contact points and the built-in Inbox. What is wrong with one entry of the file concerns that one only:
 * its last good version stays in force, and without one it is disabled. While the file gives no contact point, the
 * environment's webhooks are contact points.
 */
public final class ContactPointCatalog {

    private static final Logger log = LoggerFactory.getLogger(ContactPointCatalog.class);
    private static final ContactPoint BUILT_IN_INBOX =
            ContactPoint.of(ContactPoint.INBOX, new ContactPointSettings.Inbox());

    private final Path file;
    private final ContactPointFileParser parser;
    private final EnvironmentWebhooks webhooks;
    private volatile ContactPointSnapshot snapshot =
            new ContactPointSnapshot(null, List.of(), Map.of(), Map.of(), List.of(), false, List.of());
    private volatile boolean hasBeenRead;

    public ContactPointCatalog(Path file, ContactPointFileParser parser, EnvironmentWebhooks webhooks) {
        this.file = file;
        this.parser = parser;
        this.webhooks = webhooks;
    }

    /**
     * What is known of the file and the environment.
     *
     * @param text the text that was read last; null: there is no file
     * @param fromFile the file's contact points in force, in its order
     * @param notInForce for each entry whose present version is not in force: why
     * @param fallbacks by the name of the entry, also of entries that are not in force
     * @param problems everything that is wrong with the text
     * @param wasBadAtStart whether the file has given nothing since the start because of its problems
     * @param fromEnvironment contact points of the environment; empty while the file gives one
     */
    public record ContactPointSnapshot(
            @Nullable String text,
            List<ContactPoint> fromFile,
            Map<String, String> notInForce,
            Map<String, ContactPointName> fallbacks,
            List<ContactPointProblem> problems,
            boolean wasBadAtStart,
            List<ContactPoint> fromEnvironment) {

        /** Whether an older version of this entry is in force. */
        public boolean isStale(String name) {
            return notInForce.containsKey(name)
                    && fromFile.stream().anyMatch(point -> point.name().value().equals(name));
        }
    }

    /** Reads the file if it has changed since the last time; a template that changed counts, too. */
    public synchronized void reload() {
        ContactPointSnapshot old = snapshot;
        ContactPointSnapshot now = read(old);
        boolean isFirst = !hasBeenRead;
        hasBeenRead = true;
        if (!isFirst
                && now.problems().equals(old.problems())
                && now.fromFile().equals(old.fromFile())
                && now.fromEnvironment().equals(old.fromEnvironment())) {
            return;
        }
        snapshot = now;
        tell(old, now);
    }

    private ContactPointSnapshot read(ContactPointSnapshot old) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new ContactPointSnapshot(
                    null, List.of(), Map.of(), Map.of(), List.of(), false, webhooks.contactPoints());
        } catch (IOException e) {
            String why = "the file cannot be read by the user \"" + System.getProperty("user.name", "?") + "\" ("
                    + e.getClass().getSimpleName() + ")";
            ContactPointProblem problem = new ContactPointProblem(file.toString(), 1, 1, "", why);
            return merge(
                    old,
                    null,
                    new ContactPointFileParser.ParsedContactPoints(List.of(), List.of(), Map.of(), List.of(problem)));
        }
        return merge(old, text, parser.parse(text, file.toString()));
    }

    private ContactPointSnapshot merge(
            ContactPointSnapshot old, @Nullable String text, ContactPointFileParser.ParsedContactPoints result) {
        Map<String, ContactPoint> lastGood = byName(old.fromFile());
        Map<String, ContactPoint> good = byName(result.contactPoints());
        Map<String, String> notInForce = new LinkedHashMap<>();
        List<ContactPoint> inForce = new ArrayList<>();
        // Nothing can be said of single entries: what was there stays.
        boolean isUnreadable = result.names().isEmpty() && !result.problems().isEmpty();
        for (String name : isUnreadable ? List.copyOf(lastGood.keySet()) : result.names()) {
            Optional<ContactPointProblem> problem =
                    isUnreadable ? Optional.of(result.problems().get(0)) : result.problemOf(name);
            ContactPoint before = lastGood.get(name);
            ContactPoint now = good.get(name);
            if (now != null && (problem.isEmpty() || before == null || isPlain(before))) {
                inForce.add(now);
            } else {
                problem.ifPresent(one -> notInForce.put(name, one.toString()));
                Optional.ofNullable(before).ifPresent(inForce::add);
            }
        }
        boolean isFirstOrStillBad = !hasBeenRead || old.wasBadAtStart();
        boolean wasBadAtStart =
                isFirstOrStillBad && inForce.isEmpty() && !result.problems().isEmpty();
        return new ContactPointSnapshot(
                text,
                List.copyOf(inForce),
                Map.copyOf(notInForce),
                result.fallbacks(),
                result.problems(),
                wasBadAtStart,
                inForce.isEmpty() ? webhooks.contactPoints() : List.of());
    }

    /** One without templates of its own loses nothing to a new version whose templates cannot be used. */
    private static boolean isPlain(ContactPoint contactPoint) {
        return contactPoint.title() == null && contactPoint.text() == null;
    }

    private static Map<String, ContactPoint> byName(List<ContactPoint> contactPoints) {
        Map<String, ContactPoint> named = new LinkedHashMap<>();
        contactPoints.forEach(one -> named.put(one.name().value(), one));
        return named;
    }

    private void tell(ContactPointSnapshot old, ContactPointSnapshot now) {
        now.problems().stream()
                .filter(problem -> !old.problems().contains(problem))
                .forEach(problem -> log.error("{}{}", problem, consequence(now, problem.contactPoint())));
        log.info(
                "Contact points loaded: file={} count={} not_in_force={} from_environment={}",
                now.text() == null ? "none" : file,
                now.fromFile().size(),
                now.notInForce().keySet(),
                now.fromEnvironment().stream().map(ContactPoint::name).toList());
    }

    private static String consequence(ContactPointSnapshot now, String name) {
        if (name.isEmpty()) {
            return now.fromFile().isEmpty() ? "; no contact point of the file is in force" : "";
        }
        if (!now.notInForce().containsKey(name)) {
            return "";
        }
        return now.isStale(name) ? "; its last good version stays in force" : "; this contact point is disabled";
    }

    public Path file() {
        return file;
    }

    public ContactPointSnapshot snapshot() {
        return snapshot;
    }

    /** What is wrong with the present text of the file. */
    public List<ContactPointProblem> problems() {
        return snapshot.problems();
    }

    /** Why an entry of the file cannot be used, not even in an older version; empty when it can, or there is none. */
    public Optional<String> disabledBecause(ContactPointName name) {
        ContactPointSnapshot now = snapshot;
        return now.isStale(name.value())
                ? Optional.empty()
                : Optional.ofNullable(now.notInForce().get(name.value()));
    }

    /** The fallback of an entry that cannot be used; empty when it names none. */
    public Optional<ContactPointName> fallbackOfDisabled(ContactPointName name) {
        return disabledBecause(name)
                .flatMap(why -> Optional.ofNullable(snapshot.fallbacks().get(name.value())));
    }

    /** Those of the file in its order, or those of the environment. */
    public List<ContactPoint> provisioned() {
        ContactPointSnapshot now = snapshot;
        return now.fromFile().isEmpty() ? now.fromEnvironment() : now.fromFile();
    }

    /** The provisioned ones, then the built-in Inbox. */
    public List<ContactPoint> all() {
        List<ContactPoint> all = new ArrayList<>(provisioned());
        if (all.stream().noneMatch(contactPoint -> contactPoint.name().equals(ContactPoint.INBOX))) {
            all.add(BUILT_IN_INBOX);
        }
        return all;
    }
}
