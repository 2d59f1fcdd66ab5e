package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.EvidenceComposer;
import io.tocsin.evidence.EvidenceLimits;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.SourceLine;
import io.tocsin.rule.EvidenceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks the alert's data source for the newest lines of the rule's own window, and for those around the newest one. */
@Component
public final class LogEvidence implements EvidenceSource {

    /** Loki gives each line one by what its text looks like; a stream has lines of all of them. */
    private static final Set<String> LABELS_OF_LINES = Set.of("detected_level");

    private final DataSources dataSources;
    private final EvidenceQueries queries = new EvidenceQueries();
    private final Redaction redaction;
    private final LinesAroundMatch around;
    private final List<String> ownPackages;

    public LogEvidence(DataSources dataSources, EvidenceOptions options) {
        this.dataSources = dataSources;
        this.redaction = options.redaction();
        this.around = new LinesAroundMatch(redaction);
        this.ownPackages = options.ownPackages();
    }

    @Override
    public CompletableFuture<Evidence> fetch(Alert alert, EvidenceReach reach, AskedFor asker) {
        EvidenceSettings settings = alert.rule().evidence();
        Optional<LineSearch> query = query(alert);
        if (query.isEmpty() || settings.lines() == 0) {
            return CompletableFuture.completedFuture(Evidence.NONE);
        }
        Optional<Querier> source =
                dataSources.find(new DataSourceName(alert.rule().dataSource()));
        if (source.isEmpty()) {
            return CompletableFuture.completedFuture(Evidence.failed(
                    Evidence.Cause.NO_DATA_SOURCE,
                    "there is no data source \"" + alert.rule().dataSource() + "\""));
        }
        boolean isAround = settings.wantsSurroundings()
                && (reach == EvidenceReach.SURROUNDINGS || source.get().isEmbedded());
        return ask(source.get(), query.get(), settings, isAround)
                .map(evidence -> evidence.withOwnPackages(
                        settings.ownPackages().isEmpty() ? ownPackages : settings.ownPackages()))
                .contextWrite(new QueryOrigin("evidence:" + alert.rule().key().group(), asker).asContext())
                .onErrorResume(e -> Mono.just(Evidence.failed("the query failed")))
                .toFuture();
    }

    private Mono<Evidence> ask(Querier source, LineSearch query, EvidenceSettings settings, boolean isAround) {
        EvidenceLimits limits = EvidenceLimits.ofLines(settings.lines());
        LogLinesQuery question = new LogLinesQuery(query.expression(), query.from(), query.to(), limits.fetchedLines());
        return source.logs(question).flatMap(answer -> {
            if (answer instanceof QueryResult.Failure<List<LogLine>> failure) {
                return Mono.just(Evidence.failed(failure.message()));
            }
            if (!(answer instanceof QueryResult.Success<List<LogLine>> success)) {
                throw new IllegalStateException("unknown answer " + answer.getClass());
            }
            Evidence evidence = EvidenceComposer.compose(sourceLines(success.value()), limits, redaction);
            return isAround && !success.value().isEmpty()
                    ? around.find(source, question, settings, success.value(), evidence)
                    : Mono.just(evidence);
        });
    }

    static List<SourceLine> sourceLines(List<LogLine> lines) {
        return lines.stream().map(LogEvidence::sourceLine).toList();
    }

    static SourceLine sourceLine(LogLine line) {
        return new SourceLine(
                line.timestamp(),
                line.line(),
                line.labels().without(LABELS_OF_LINES).toString());
    }

    @Override
    public Optional<LineSearch> query(Alert alert) {
        Instant evaluatedAt = alert.slot().minus(alert.rule().queryOffset());
        String own = alert.rule().evidence().query();
        Optional<EvidenceQuery> query = own.isEmpty()
                ? queries.derive(alert.rule().expression(), alert.labels())
                : Optional.of(queries.given(own, alert.rule().expression()));
        return query.map(found ->
                new LineSearch(found.expression(), found.fromExclusive(evaluatedAt), found.toInclusive(evaluatedAt)));
    }
}
