package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.ContactPoint;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Contact points without a file: the environment variable {@code SLACK_WEBHOOK_URL} makes one called {@code slack}, and
 * {@code DISCORD_WEBHOOK_URL} one called {@code discord}; Slack's is the first, and so the default one.
 */
public final class EnvironmentWebhooks {

    /** No variable is set. */
    public static final EnvironmentWebhooks NONE = new EnvironmentWebhooks(List.of(), List.of(), List.of());

    /** How problems name the place. */
    static final String PLACE = "environment";

    private static final List<String> KINDS = List.of("slack", "discord");

    private final List<String> variables;
    private final List<ContactPoint> contactPoints;
    private final List<String> problems;

    private EnvironmentWebhooks(List<String> variables, List<ContactPoint> contactPoints, List<String> problems) {
        this.variables = List.copyOf(variables);
        this.contactPoints = List.copyOf(contactPoints);
        this.problems = List.copyOf(problems);
    }

    /** @param parser expands variables of the same environment */
    public static EnvironmentWebhooks of(
            Function<String, @Nullable String> environment, ContactPointFileParser parser) {
        List<String> kinds = KINDS.stream()
                .filter(kind -> isSet(environment.apply(variable(kind))))
                .toList();
        String text = kinds.stream()
                .map(kind -> "- {name: " + kind + ", type: " + kind + ", fallback: inbox, settings: {url: \"${"
                        + variable(kind) + "}\"}}\n")
                .collect(Collectors.joining("", "contact_points:\n", ""));
        ContactPointFileParser.ParsedContactPoints result = parser.parse(text, PLACE);
        return new EnvironmentWebhooks(
                kinds.stream().map(EnvironmentWebhooks::variable).toList(),
                result.contactPoints(),
                result.problems().stream()
                        .map(problem -> variable(problem.contactPoint()) + ": " + problem.message())
                        .toList());
    }

    private static String variable(String kind) {
        return kind.equals("slack") ? "SLACK_WEBHOOK_URL" : "DISCORD_WEBHOOK_URL";
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    /** The variables that are set. */
    public List<String> variables() {
        return variables;
    }

    /** At most two, Slack's first. */
    public List<ContactPoint> contactPoints() {
        return contactPoints;
    }

    /** What is wrong with the variables' values, without these; begins with the variable's name. */
    public List<String> problems() {
        return problems;
    }
}
