package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.EvidenceComposer;
import io.tocsin.evidence.EvidenceLimits;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.SourceLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks the alert's data source for the newest lines of the rule's own window. */
@Component
public final class LogEvidence implements EvidenceSource {

    private final DataSources dataSources;
    private final EvidenceQueries queries = new EvidenceQueries();
    private final Redaction redaction;

    public LogEvidence(DataSources dataSources, EvidenceOptions options) {
        this.dataSources = dataSources;
        this.redaction = options.redaction();
    }

    @Override
    public CompletableFuture<Evidence> fetch(Alert alert) {
        Optional<LineSearch> query = query(alert);
        if (query.isEmpty() || alert.rule().evidence().lines() == 0) {
            return CompletableFuture.completedFuture(Evidence.NONE);
        }
        Optional<Querier> source =
                dataSources.find(new DataSourceName(alert.rule().dataSource()));
        if (source.isEmpty()) {
            return CompletableFuture.completedFuture(Evidence.failed(
                    Evidence.Cause.NO_DATA_SOURCE,
                    "there is no data source \"" + alert.rule().dataSource() + "\""));
        }
        EvidenceLimits limits = EvidenceLimits.ofLines(alert.rule().evidence().lines());
        LogLinesQuery question = new LogLinesQuery(
                query.get().expression(), query.get().from(), query.get().to(), limits.fetchedLines());
        return source.get()
                .logs(question)
                .map(answer -> evidence(answer, limits))
                .contextWrite(new QueryOrigin("evidence:" + alert.rule().key().group()).asContext())
                .onErrorResume(e -> Mono.just(Evidence.failed("the query failed")))
                .toFuture();
    }

    private Evidence evidence(QueryResult<List<LogLine>> answer, EvidenceLimits limits) {
        if (answer instanceof QueryResult.Failure<List<LogLine>> failure) {
            return Evidence.failed(failure.message());
        }
        if (answer instanceof QueryResult.Success<List<LogLine>> success) {
            List<SourceLine> lines = success.value().stream()
                    .map(line -> new SourceLine(line.timestamp(), line.line()))
                    .toList();
            return EvidenceComposer.compose(lines, limits, redaction);
        }
        throw new IllegalStateException("unknown answer " + answer.getClass());
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
