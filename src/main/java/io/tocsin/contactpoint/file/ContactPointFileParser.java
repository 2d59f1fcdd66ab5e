package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.Mention;
import io.tocsin.contactpoint.MessageGrouping;
import io.tocsin.contactpoint.MessageStyle;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.rule.ContactPointName;
import io.tocsin.yaml.EnvironmentReferences;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code contact-points.yml}; reports everything that is wrong at once. What is wrong with one contact point disables
 * that one only.
 */
public final class ContactPointFileParser {

    private static final Set<String> FIELDS = Set.of(
            "name",
            "type",
            "settings",
            "send_resolved",
            "mention",
            "update",
            "fallback",
            "language",
            "messages",
            "evidence");
    private static final int MAX_NAME_CHARS = 100;

    private final SettingsParser settingsParser;
    private final EnvironmentReferences environment;
    private final Supplier<Set<String>> otherNames;

    public ContactPointFileParser(
            AllowedHosts allowedHosts, Path templatesDir, Function<String, @Nullable String> environment) {
        this(allowedHosts, templatesDir, environment, Set::of);
    }

    /** @param otherNames contact points that are defined elsewhere and may be a fallback */
    public ContactPointFileParser(
            AllowedHosts allowedHosts,
            Path templatesDir,
            Function<String, @Nullable String> environment,
            Supplier<Set<String>> otherNames) {
        this.otherNames = otherNames;
        this.settingsParser = new SettingsParser(allowedHosts, templatesDir);
        this.environment = new EnvironmentReferences(environment::apply);
    }

    /**
     * What can be used of the text, and what is wrong with the rest.
     *
     * @param contactPoints those that can be used, in their order; one whose template is wrong has the built-in texts
     * @param names of all entries, also of those that cannot be used; empty when the text is no list of contact points
     * @param fallbacks of all entries that name a valid one, also of those that cannot be used
     */
    public record ParsedContactPoints(
            List<ContactPoint> contactPoints,
            List<String> names,
            Map<String, ContactPointName> fallbacks,
            List<ContactPointProblem> problems) {

        public ParsedContactPoints {
            contactPoints = List.copyOf(contactPoints);
            names = List.copyOf(names);
            fallbacks = Map.copyOf(fallbacks);
            problems = List.copyOf(problems);
        }

        /** The first problem of the entry with this name. */
        public Optional<ContactPointProblem> problemOf(String name) {
            return problems.stream()
                    .filter(problem -> problem.contactPoint().equals(name))
                    .findFirst();
        }
    }

    /** @param file how problems name the file */
    public ParsedContactPoints parse(String text, String file) {
        ContactPointProblems problems = new ContactPointProblems(file);

        Map<String, ContactPoint> parsed = new LinkedHashMap<>();
        Map<String, ContactPointName> fallbacks = new LinkedHashMap<>();
        Node root = YamlDocuments.readOne(text, problems);
        Set<String> names = root == null
                ? Set.of()
                : parseRoot(
                        YamlFields.of(root, "the file", Set.of("contact_points"), Map.of(), source(problems)),
                        parsed,
                        fallbacks,
                        problems);
        return new ParsedContactPoints(List.copyOf(parsed.values()), List.copyOf(names), fallbacks, problems.all());
    }

    /** The names of all entries, in their order. */
    private Set<String> parseRoot(
            YamlFields root,
            Map<String, ContactPoint> parsed,
            Map<String, ContactPointName> fallbacks,
            ContactPointProblems problems) {
        Node list = root.find("contact_points");
        if (list == null) {
            return Set.of();
        }
        if (!(list instanceof SequenceNode sequence)) {
            problems.add(list, "\"contact_points\" must be a list");
            return Set.of();
        }
        Set<String> own = namesOf(sequence);
        Set<String> names = new HashSet<>(own);
        names.addAll(otherNames.get());
        for (Node node : sequence.getValue()) {
            parseContactPoint(node, parsed, fallbacks, names, problems);
        }
        problems.enter("");
        return own;
    }

    /** All names first, so that a fallback may stand below; a broken contact point's name counts, too. */
    private Set<String> namesOf(SequenceNode sequence) {
        return sequence.getValue().stream()
                .map(node -> announced(node))
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private @Nullable String announced(Node entry) {
        return YamlFields.of(entry, "", source(new ContactPointProblems(""))).text("name");
    }

    private YamlSource source(ContactPointProblems problems) {
        return new YamlSource(problems, environment, null);
    }

    private void parseContactPoint(
            Node node,
            Map<String, ContactPoint> parsed,
            Map<String, ContactPointName> fallbacks,
            Set<String> names,
            ContactPointProblems problems) {
        String announced = announced(node);
        problems.enter(announced == null ? "" : announced);
        int before = problems.disabling();
        YamlFields fields = YamlFields.of(node, "a contact point", FIELDS, Map.of(), source(problems));
        String name = fields.required("name");
        ContactPointKind kind = fields.required("type") == null ? null : fields.choice("type", ContactPointKind.class);
        if (name != null) {
            checkName(name, kind, fields, parsed, problems);
        }
        Mention mention = mention(fields, problems);
        UpdateMode update = fields.choice("update", UpdateMode.class, UpdateMode.NEW);
        Language language = fields.choice("language", Language.class, Language.EN);
        MessageGrouping grouping = fields.choice("messages", MessageGrouping.class, MessageGrouping.GROUPED);
        LinesShown lines = fields.choice("evidence", LinesShown.class, LinesShown.ON);
        boolean sendResolved = fields.flag("send_resolved", true);
        ContactPointName fallback = fallback(fields, name, names, problems);
        if (name != null && fallback != null) {
            fallbacks.putIfAbsent(name, fallback);
        }
        if (kind == null) {
            return;
        }
        SettingsParser.Settings settings = settingsParser.parse(kind, fields, problems);
        ContactPointSettings target = settings.target();
        if (name != null && target != null && problems.disabling() == before) {
            ContactPoint contactPoint = new ContactPoint(
                    new ContactPointName(name),
                    target,
                    new MessageStyle(
                            sendResolved,
                            mention,
                            update,
                            grouping,
                            language,
                            settings.title(),
                            settings.text(),
                            lines),
                    fallback,
                    true);
            parsed.putIfAbsent(name, contactPoint);
        }
    }

    private static void checkName(
            String name,
            @Nullable ContactPointKind kind,
            YamlFields fields,
            Map<String, ContactPoint> parsed,
            ContactPointProblems problems) {
        Node node = fields.place("name");
        if (parsed.containsKey(name)) {
            problems.add(node, "the name is used twice");
        }
        if (name.length() > MAX_NAME_CHARS) {
            problems.add(node, "the name is longer than " + MAX_NAME_CHARS + " characters");
        }
        boolean isBuiltIn = name.equals(ContactPoint.INBOX.value());
        if (isBuiltIn && kind != null && kind != ContactPointKind.INBOX) {
            problems.add(node, "the name \"inbox\" belongs to the built-in Inbox");
        }
    }

    private static @Nullable ContactPointName fallback(
            YamlFields fields, @Nullable String name, Set<String> names, ContactPointProblems problems) {
        String fallback = fields.text("fallback");
        if (fallback == null) {
            return null;
        }
        boolean isKnown = names.contains(fallback) || fallback.equals(ContactPoint.INBOX.value());
        if (!isKnown || fallback.equals(name)) {
            problems.add(fields.place("fallback"), "fallback must name another contact point");
            return null;
        }
        return new ContactPointName(fallback);
    }

    private static Mention mention(YamlFields fields, ContactPointProblems problems) {
        Node node = fields.find("mention");
        if (node == null) {
            return Mention.NONE;
        }
        YamlFields mention =
                YamlFields.of(node, "\"mention\"", Set.of("severity", "slack", "discord"), Map.of(), fields.source());
        check(mention, "slack", "here|channel|everyone|[UWS][A-Z0-9]{2,30}", problems);
        check(mention, "discord", "here|everyone|role:\\d{1,20}|user:\\d{1,20}", problems);
        return new Mention(Set.copyOf(mention.texts("severity")), mention.texts("slack"), mention.texts("discord"));
    }

    private static void check(YamlFields mention, String field, String shape, ContactPointProblems problems) {
        for (String name : mention.texts(field)) {
            if (!name.matches(shape)) {
                problems.add(
                        mention.place(field),
                        field.equals("slack")
                                ? "a Slack mention is here, channel, everyone, a user id (U…) or a user group id (S…)"
                                : "a Discord mention is here, everyone, role:ID or user:ID");
            }
        }
    }
}
