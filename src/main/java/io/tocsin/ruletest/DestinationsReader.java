package io.tocsin.ruletest;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointFileParser.ParsedContactPoints;
import io.tocsin.notification.Policies;
import io.tocsin.notification.file.PolicyFileParser;
import io.tocsin.notification.file.PolicyFileResult;
import io.tocsin.rule.ContactPointName;
import io.tocsin.yaml.EnvironmentLookup;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the policies and contact points of an installation where it does not run. Blocks on the file system.
 *
 * @param policiesFile need not exist
 * @param contactPointsFile need not exist
 * @param allowedHosts as {@code TOCSIN_ALLOWED_WEBHOOK_HOSTS}
 * @param defaultContactPoint as {@code TOCSIN_DEFAULT_CONTACT_POINT}; may be empty
 * @param externalUrl where people reach Tocsin; may be empty
 */
public record DestinationsReader(
        Path policiesFile,
        Path contactPointsFile,
        Path templatesDir,
        String allowedHosts,
        String defaultContactPoint,
        String externalUrl,
        EnvironmentLookup environment) {

    /** Addresses for contact points whose variables are not set here: nothing is sent. */
    private static final List<String> STAND_INS = List.of(
            "https://hooks.slack.com/services/T0/B0/test", "https://discord.com/api/webhooks/1/test", "xoxb-test");

    public DestinationsReader withPolicies(Path file) {
        return new DestinationsReader(
                file, contactPointsFile, templatesDir, allowedHosts, defaultContactPoint, externalUrl, environment);
    }

    public DestinationsReader withContactPoints(Path file) {
        return new DestinationsReader(
                policiesFile, file, templatesDir, allowedHosts, defaultContactPoint, externalUrl, environment);
    }

    /** What can be read; the rest is among the problems. */
    public Destinations read(List<FileProblem> problems) {
        Map<ContactPointName, ContactPoint> contactPoints = contactPoints(problems);
        ContactPointName receiver = defaultContactPoint.isBlank()
                ? contactPoints.keySet().stream().findFirst().orElse(ContactPoint.INBOX)
                : new ContactPointName(defaultContactPoint.strip());
        return new Destinations(policies(receiver, problems), contactPoints, externalUrl);
    }

    private Policies policies(ContactPointName receiver, List<FileProblem> problems) {
        if (Files.exists(policiesFile)) {
            try {
                // A contact point that no file has may be made in the page.
                PolicyFileResult result = new PolicyFileParser(name -> true, () -> receiver)
                        .parse(Files.readString(policiesFile), policiesFile.toString());
                problems.addAll(result.problems());
                return result.policies().orElseGet(() -> Policies.single(receiver));
            } catch (IOException e) {
                problems.add(unreadable(policiesFile, e));
            }
        }
        return Policies.single(receiver);
    }

    private static FileProblem unreadable(Path file, IOException failure) {
        return new FileProblem(file.toString(), 1, 1, "the file cannot be read: " + failure.getMessage());
    }

    private Map<ContactPointName, ContactPoint> contactPoints(List<FileProblem> problems) {
        Map<ContactPointName, ContactPoint> found = new LinkedHashMap<>();
        if (!Files.exists(contactPointsFile)) {
            return found;
        }
        try {
            String text = Files.readString(contactPointsFile);
            ParsedContactPoints parsed = parser(STAND_INS.get(0)).parse(text, contactPointsFile.toString());
            for (String standIn : STAND_INS) {
                parser(standIn)
                        .parse(text, contactPointsFile.toString())
                        .contactPoints()
                        .forEach(point -> found.putIfAbsent(point.name(), point));
            }
            parsed.problems().stream()
                    .filter(problem -> found.keySet().stream()
                            .noneMatch(known -> known.value().equals(problem.contactPoint())))
                    .forEach(problem -> problems.add(
                            new FileProblem(problem.file(), problem.line(), problem.column(), problem.message())));
        } catch (IOException e) {
            problems.add(unreadable(contactPointsFile, e));
        }
        return found;
    }

    private ContactPointFileParser parser(String standIn) {
        return new ContactPointFileParser(AllowedHosts.parse(allowedHosts), templatesDir, variable -> {
            String value = environment.get(variable);
            return value == null || value.isEmpty() ? standIn : value;
        });
    }
}
