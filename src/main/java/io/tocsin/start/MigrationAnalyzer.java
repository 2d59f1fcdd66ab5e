package io.tocsin.start;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The tables could not be brought to this version: mostly a user of the database who may not create tables. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MigrationAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        String reason = String.valueOf(cause.getMessage()).strip();
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof SQLException && inner.getMessage() != null) {
                reason = inner.getMessage();
            }
        }
        return new FailureAnalysis(
                "the tables of the database cannot be brought to this version: "
                        + reason.lines().findFirst().orElse("unknown"),
                "the user of the database must be allowed to create tables, and a newer version of Tocsin must not have"
                        + " changed them",
                rootFailure);
    }
}
