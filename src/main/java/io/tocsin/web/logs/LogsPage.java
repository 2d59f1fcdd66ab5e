package io.tocsin.web.logs;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.RuleAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reactor.core.publisher.Mono;

/** The newest lines of a log query, or of what a rule looks at. It only reads. */
@Controller
class LogsPage {

    private static final String EXAMPLE = "{job=\"ocr\"} |= \"ERROR\"";
    private static final int LINES = 200;
    private static final int MAX_MINUTES = 24 * 60;

    private final DataSources dataSources;
    private final RuleCatalog catalog;
    private final Clock clock;
    private final EvidenceQueries queries = new EvidenceQueries();
    private final LogqlParser parser = new LogqlParser();

    LogsPage(DataSources dataSources, RuleCatalog catalog, Clock clock) {
        this.dataSources = dataSources;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** One line; its text is untrusted and escaped by the template. */
    record LineView(Instant at, List<LineHits.HitPart> parts, String level, Map<String, String> labels) {}

    @GetMapping("/logs")
    Mono<String> logs(
            @RequestParam(defaultValue = "") String query,
            @RequestParam(defaultValue = "default") String source,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "60") int minutes,
            @RequestParam(defaultValue = "") String live,
            Model model) {
        Optional<RuleAddress.FoundRule> found =
                rule.isEmpty() ? Optional.empty() : RuleAddress.find(catalog.snapshot(), rule);
        String asked = query.isBlank() ? found.flatMap(this::query).orElse("") : query.strip();
        String name = found.isPresent() && query.isBlank() ? found.get().group().dataSource() : source;
        int window = Math.min(Math.max(minutes, 1), MAX_MINUTES);
        model.addAttribute("query", asked);
        model.addAttribute("source", name);
        model.addAttribute("minutes", window);
        model.addAttribute(
                "sources",
                dataSources.names().stream().map(DataSourceName::value).toList());
        model.addAttribute("example", EXAMPLE);
        model.addAttribute("isLive", !live.isEmpty());
        model.addAttribute("limit", LINES);
        model.addAttribute("lines", List.of());
        model.addAttribute("problem", "");
        model.addAttribute("excerpt", "");
        model.addAttribute("failure", "");
        return answer(asked, name, Duration.ofMinutes(window), model).thenReturn("logs");
    }

    private Optional<String> query(RuleAddress.FoundRule found) {
        AlertRule rule = found.rule();
        String own = rule.evidence().query();
        return own.isEmpty()
                ? queries.derive(rule.expression(), Labels.empty()).map(EvidenceQuery::expression)
                : Optional.of(own);
    }

    private Mono<Void> answer(String query, String source, Duration window, Model model) {
        if (query.isEmpty()) {
            return Mono.empty();
        }
        LineHits hits;
        try {
            if (!(parser.parse(query) instanceof LogSelectorExpr selector)) {
                model.addAttribute("problem", "metric");
                return Mono.empty();
            }
            hits = LineHits.of(selector);
        } catch (LogqlSyntaxException e) {
            model.addAttribute("problem", e.explanation());
            model.addAttribute("excerpt", e.excerpt());
            return Mono.empty();
        }
        Optional<Querier> querier = source.isBlank() ? Optional.empty() : dataSources.find(new DataSourceName(source));
        if (querier.isEmpty()) {
            model.addAttribute("problem", "source");
            return Mono.empty();
        }
        Instant now = clock.instant();
        return querier.get()
                .logs(new LogLinesQuery(query, now.minus(window), now, LINES))
                .contextWrite(QueryOrigin.ofPerson("page:logs").asContext())
                .doOnNext(result -> add(result, hits, model))
                .then();
    }

    private static void add(QueryResult<List<LogLine>> result, LineHits hits, Model model) {
        if (result instanceof QueryResult.Success<List<LogLine>> success) {
            model.addAttribute(
                    "lines",
                    success.value().stream().map(line -> view(line, hits)).toList());
        } else if (result instanceof QueryResult.Failure<List<LogLine>> failure) {
            model.addAttribute("failure", failure.message());
        }
    }

    private static LineView view(LogLine line, LineHits hits) {
        return new LineView(
                line.timestamp(),
                hits.split(line.line()),
                LogLevel.of(line.line()),
                line.labels().asMap());
    }
}
