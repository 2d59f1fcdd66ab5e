package io.tocsin.dispatch.evidence;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.LogLinesQuery.LineOrder;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.EvidenceLimits;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.SourceLine;
import io.tocsin.evidence.Surroundings;
import io.tocsin.rule.EvidenceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Asks for the lines of the same stream around the newest line that a rule counts: one query, however long the trace. */
final class LinesAroundMatch {

    private static final Duration BEFORE = Duration.ofMinutes(5);
    /** Rows of a trace are written at once; an agent may take a moment between two of them. */
    private static final Duration AFTER = Duration.ofSeconds(30);
    /** With lines before and after, the window must be short, so that the line in its middle is within the limit. */
    private static final Duration AFTER_BOTH = Duration.ofSeconds(5);

    private static final int TRACE_ROWS = 300;
    private static final int MOST_LINES = 1_000;

    private final Redaction redaction;

    LinesAroundMatch(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * @param question what found the lines that the rule counts
     * @param counted those lines, newest first; at least one
     * @param alone what is shown when nothing is found around them
     */
    Mono<Evidence> find(
            Querier source, LogLinesQuery question, EvidenceSettings settings, List<LogLine> counted, Evidence alone) {
        LogLine match = counted.get(0);
        Optional<String> selector = Surroundings.query(question.expression(), match.labels());
        if (selector.isEmpty()) {
            return Mono.just(alone);
        }
        return source.logs(query(selector.get(), match.timestamp(), settings)).map(answer -> {
            if (answer instanceof QueryResult.Success<List<LogLine>> success) {
                return around(settings, counted, success.value(), alone.total())
                        .orElseGet(() -> alone.withProblem("too many lines around it"));
            }
            String problem = answer instanceof QueryResult.Failure<List<LogLine>> failure ? failure.message() : "";
            return alone.withProblem(problem);
        });
    }

    private static LogLinesQuery query(String selector, Instant at, EvidenceSettings settings) {
        if (settings.before() == 0) {
            int limit = Math.max(settings.after() + 1, TRACE_ROWS);
            return new LogLinesQuery(selector, at.minusNanos(1), at.plus(AFTER), limit, LineOrder.OLDEST_FIRST);
        }
        Instant end = settings.after() == 0 ? at : at.plus(AFTER_BOTH);
        return new LogLinesQuery(selector, at.minus(BEFORE), end, MOST_LINES);
    }

    private Optional<Evidence> around(
            EvidenceSettings settings, List<LogLine> counted, List<LogLine> answered, long total) {
        SourceLine match = LogEvidence.sourceLine(counted.get(0));
        return Surroundings.compose(
                match,
                LogEvidence.sourceLines(answered),
                LogEvidence.sourceLines(counted),
                total,
                new Surroundings.LinesAround(
                        settings.before(), settings.after(), EvidenceLimits.ofLines(settings.lines())),
                redaction);
    }
}
