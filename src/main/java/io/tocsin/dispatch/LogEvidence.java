package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogQuery;
import io.tocsin.datasource.Querier;
<<<<<<< HEAD
=======
import io.tocsin.datasource.QueryOrigin;
>>>>>>> notify
import io.tocsin.datasource.QueryResult;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.EvidenceComposer;
import io.tocsin.evidence.EvidenceLimits;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.evidence.Redaction;
import io.tocsin.evidence.SourceLine;
<<<<<<< HEAD
import io.tocsin.rule.EvidenceSettings;
=======
>>>>>>> notify
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
<<<<<<< HEAD

/** Asks the rule's own data source for the lines that its expression counted, in exactly the rule's window. */
@Component
final class LogEvidence implements EvidenceSource {

    private final DataSources dataSources;
    private final EvidenceQueries queries = new EvidenceQueries();

    LogEvidence(DataSources dataSources) {
        this.dataSources = dataSources;
=======
import reactor.core.publisher.Mono;

/** Asks the alert's data source for the newest lines of the rule's own window. */
@Component
class LogEvidence implements EvidenceSource {

    private final DataSources dataSources;
    private final EvidenceQueries queries = new EvidenceQueries();
    private final Redaction redaction;

    LogEvidence(DataSources dataSources, RedactionSettings settings) {
        this.dataSources = dataSources;
        this.redaction = settings.redaction();
>>>>>>> notify
    }

    @Override
    public CompletableFuture<Evidence> fetch(Alert alert) {
        Optional<Query> query = query(alert);
<<<<<<< HEAD
        Optional<Querier> querier =
                dataSources.find(new DataSourceName(alert.rule().dataSource()));
        if (query.isEmpty() || querier.isEmpty()) {
            return CompletableFuture.completedFuture(Evidence.NONE);
        }
        EvidenceLimits limits = EvidenceLimits.ofLines(alert.rule().evidence().lines());
        Query found = query.get();
        return querier.get()
                .logs(new LogQuery(found.expression(), found.from(), found.to(), limits.fetchedLines()))
                .map(result -> evidence(result, limits))
                .toFuture();
    }

    @Override
    public Optional<Query> query(Alert alert) {
        Instant evaluatedAt = alert.slot().minus(alert.rule().queryOffset());
        return derive(alert)
                .map(derived -> new Query(
                        derived.expression(), derived.fromExclusive(evaluatedAt), derived.toInclusive(evaluatedAt)));
    }

    private Optional<EvidenceQuery> derive(Alert alert) {
        EvidenceSettings settings = alert.rule().evidence();
        String expression = alert.rule().expression();
        return settings.query().isEmpty()
                ? queries.derive(expression, alert.labels())
                : Optional.of(queries.given(settings.query(), expression));
    }

    private static Evidence evidence(QueryResult<List<LogLine>> result, EvidenceLimits limits) {
        if (result instanceof QueryResult.Success<List<LogLine>> success) {
            List<SourceLine> lines = success.value().stream()
                    .map(line -> new SourceLine(line.timestamp(), line.line()))
                    .toList();
            return EvidenceComposer.compose(lines, limits, Redaction.STANDARD);
        }
        if (result instanceof QueryResult.Failure<List<LogLine>> failure) {
            return Evidence.failed(failure.message());
        }
        throw new IllegalStateException("unknown result " + result);
=======
        if (query.isEmpty() || alert.rule().evidence().lines() == 0) {
            return CompletableFuture.completedFuture(Evidence.NONE);
        }
        Optional<Querier> source =
                dataSources.find(new DataSourceName(alert.rule().dataSource()));
        if (source.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Evidence.failed("there is no data source \"" + alert.rule().dataSource() + "\""));
        }
        EvidenceLimits limits = EvidenceLimits.ofLines(alert.rule().evidence().lines());
        LogQuery question = new LogQuery(
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
    public Optional<Query> query(Alert alert) {
        Instant evaluatedAt = alert.slot().minus(alert.rule().queryOffset());
        String own = alert.rule().evidence().query();
        Optional<EvidenceQuery> query = own.isEmpty()
                ? queries.derive(alert.rule().expression(), alert.labels())
                : Optional.of(queries.given(own, alert.rule().expression()));
        return query.map(found ->
                new Query(found.expression(), found.fromExclusive(evaluatedAt), found.toInclusive(evaluatedAt)));
>>>>>>> notify
    }
}
