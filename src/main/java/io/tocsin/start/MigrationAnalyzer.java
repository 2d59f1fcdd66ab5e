package io.tocsin.start;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * The tables could not be brought to this version: a user of the database who may not create tables, or tables that another
 * build, or another program, has made.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MigrationAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    private static final Pattern DIFFERING = Pattern.compile(
            "(?:mismatch for migration version|not resolved locally:|not applied to database:|failed migration to version)"
                    + " ([0-9]+(?:\\.[0-9]+)*)");
    private static final String NO_HISTORY = "no schema history table";
    private static final int MAX_SHOWN = 6;

    private final Environment environment;

    MigrationAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        if (cause instanceof FlywayValidateException) {
            return new FailureAnalysis(
                    database() + " was made by a build of Tocsin whose tables this one does not know (migrations "
                            + differing(message) + " differ)",
                    "start the build that made it, or " + beginAnew(),
                    rootFailure);
        }
        if (message.contains(NO_HISTORY)) {
            return new FailureAnalysis(
                    database() + " holds tables that are not Tocsin's (there is no flyway_schema_history)",
                    beginAnew(),
                    rootFailure);
        }
        return new FailureAnalysis(
                "the tables of the database cannot be brought to this version: " + reason(cause, message),
                "the user of the database must be allowed to create tables, and a newer version of Tocsin must not have"
                        + " changed them",
                rootFailure);
    }

    private static String reason(FlywayException cause, String message) {
        String reason = message;
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof SQLException && inner.getMessage() != null) {
                reason = inner.getMessage();
            }
        }
        return reason.lines().findFirst().orElse("unknown");
    }

    private static String differing(String message) {
        List<String> versions = DIFFERING
                .matcher(message)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
        String shown = String.join(", ", versions.subList(0, Math.min(MAX_SHOWN, versions.size())));
        return versions.size() > MAX_SHOWN ? shown + " and " + (versions.size() - MAX_SHOWN) + " more" : shown;
    }

    private String database() {
        String url = environment.getProperty("tocsin.db.url", "");
        return url.isBlank()
                ? "the database file " + file()
                : "the database of TOCSIN_DB_URL (" + SettingNames.shown("TOCSIN_DB_URL", url.replaceAll("[?;].*", ""))
                        + ")";
    }

    private String beginAnew() {
        return environment.getProperty("tocsin.db.url", "").isBlank()
                ? "move " + file().getParent() + " away to begin anew: without the silences, users, contact points and"
                        + " states in it, and without the log lines kept beside it"
                : "set TOCSIN_DB_URL to an empty database to begin anew, without the silences, users, contact points and"
                        + " states of this one";
    }

    private Path file() {
        return Path.of(environment.getProperty("tocsin.data-dir", "data"))
                .toAbsolutePath()
                .normalize()
                .resolve("tocsin.mv.db");
    }
}
