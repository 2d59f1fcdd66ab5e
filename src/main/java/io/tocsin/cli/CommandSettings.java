package io.tocsin.cli;

import io.tocsin.database.config.DataDirectory;
import io.tocsin.ruletest.DestinationsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says, with the defaults of the server.
 *
 * @param variables the environment
 * @param directory what relative paths are relative to
 * @param isTerminal whether the output goes to a person's terminal
 */
public record CommandSettings(Function<String, @Nullable String> variables, Path directory, boolean isTerminal) {

    /** Of this process. */
    public static CommandSettings ofProcess() {
        return new CommandSettings(System::getenv, Path.of(""), System.console() != null);
    }

    /** The variable's value, or the default when it is not set or empty. */
    public String get(String variable, String whenAbsent) {
        String value = variables.apply(variable);
        return value == null || value.isEmpty() ? whenAbsent : value;
    }

    /** Colours are for terminals of people who want them; no-color.org. */
    public boolean isColored() {
        return isTerminal && get("NO_COLOR", "").isEmpty() && !get("TERM", "").equals("dumb");
    }

    public Path rulesDir() {
        return path("TOCSIN_RULES_DIR", "rules");
    }

    public Path templatesDir() {
        return path("TOCSIN_TEMPLATES_DIR", "templates");
    }

    public Path contactPointsFile() {
        return path("TOCSIN_CONTACT_POINTS_FILE", "config/contact-points.yml");
    }

    public Path policiesFile() {
        return path("TOCSIN_POLICIES_FILE", "config/policies.yml");
    }

    public Path dataSourcesFile() {
        return path("TOCSIN_DATASOURCES_FILE", "config/datasources.yml");
    }

    /** Reads where alerts would go and how messages would look. */
    DestinationsReader destinationsReader() {
        return new DestinationsReader(
                policiesFile(),
                contactPointsFile(),
                templatesDir(),
                get("TOCSIN_ALLOWED_WEBHOOK_HOSTS", ""),
                get("TOCSIN_DEFAULT_CONTACT_POINT", ""),
                get("TOCSIN_EXTERNAL_URL", ""),
                variables::apply);
    }

    /** @param given by an option; null: what is set */
    Path dataDir(@Nullable Path given) {
        Path set = Path.of(get("TOCSIN_DATA_DIR", DataDirectory.configured().toString()));
        return directory.resolve(given == null ? set : given);
    }

    private Path path(String variable, String whenAbsent) {
        return directory.resolve(get(variable, whenAbsent));
    }

    /** The files and directories that the server would read and that exist. */
    public List<Path> installation() {
        return Stream.of(dataSourcesFile(), contactPointsFile(), policiesFile(), rulesDir(), templatesDir())
                .filter(Files::exists)
                .toList();
    }
}
