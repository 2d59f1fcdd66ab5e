package io.tocsin.web.logs;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.FormValues;
import io.tocsin.web.RuleAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import reactor.core.publisher.Mono;

/** The newest lines of a log query, or of what a rule looks at, for people who need not know LogQL. It only reads. */
@Controller
class LogsPage {

    private static final String EXAMPLE = "{job=\"ocr\"} |= \"ERROR\"";
    private static final int LINES = 200;
    private static final long NANOS = 1_000_000_000L;

    private final DataSources dataSources;
    private final RuleCatalog catalog;
    private final LogAnswers answers;
    private final StreamLabels labels;
    private final Clock clock;
    private final EvidenceQueries queries = new EvidenceQueries();
    private final LogqlParser parser = new LogqlParser();

    LogsPage(DataSources dataSources, RuleCatalog catalog, LogAnswers answers, StreamLabels labels, Clock clock) {
        this.dataSources = dataSources;
        this.catalog = catalog;
        this.answers = answers;
        this.labels = labels;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param selector null when there is no query, or a wrong one
     * @param label whose values are shown; empty: of none
     * @param at around which line lines are shown; null: the newest
     */
    private record LinesQuestion(
            String query,
            @Nullable LogSelectorExpr selector,
            String source,
            LogWindow window,
            String label,
            @Nullable Instant at,
            boolean isLive) {}

    @GetMapping("/logs")
    Mono<String> logs(FormValues asked, Model model) {
        Optional<RuleAddress.FoundRule> rule = asked.text("rule").isEmpty()
                ? Optional.empty()
                : RuleAddress.find(catalog.snapshot(), asked.text("rule"));
        String typed = asked.text("query").isEmpty() ? rule.flatMap(this::query).orElse("") : asked.text("query");
        String source = rule.isPresent() && asked.text("query").isEmpty()
                ? rule.get().group().dataSource()
                : asked.text("source").isEmpty() ? DataSourceName.DEFAULT.value() : asked.text("source");
        addForm(typed, source, asked, model);
        Optional<Querier> querier = dataSources.find(new DataSourceName(source));
        if (querier.isEmpty()) {
            model.addAttribute("problem", "source");
            return Mono.just("logs");
        }
        LogWindow window = LogWindow.of(asked, clock.instant());
        return labels.find(new DataSourceName(source), window.from(), window.to())
                .flatMap(streams -> {
                    model.addAttribute("streams", streams);
                    LogSelectorExpr selector = read(typed, asked, streams, model);
                    LinesQuestion question = new LinesQuestion(
                            selector == null ? typed : selector.toString(),
                            selector,
                            source,
                            window,
                            streams.names().contains(asked.text("label")) ? asked.text("label") : "",
                            moment(asked.text("at")),
                            asked.has("live"));
                    return answer(question, querier.get(), streams, model).thenReturn("logs");
                });
    }

    private void addForm(String query, String source, FormValues asked, Model model) {
        LogWindow window = LogWindow.of(asked, clock.instant());
        boolean isMillis =
                asked.text("from").matches("\\d+") || asked.text("to").matches("\\d+");
        model.addAttribute("query", query);
        model.addAttribute("typed", query);
        model.addAttribute("source", source);
        model.addAttribute("minutes", LogWindow.minutes(asked));
        model.addAttribute("zone", isMillis || asked.text("zone").isEmpty() ? "UTC" : asked.text("zone"));
        model.addAttribute("from", isMillis ? LogWindow.typed(window.from()) : asked.text("from"));
        model.addAttribute("to", isMillis ? LogWindow.typed(window.to().plusMillis(999)) : asked.text("to"));
        model.addAttribute("window", window);
        model.addAttribute("label", asked.text("label"));
        model.addAttribute("at", "");
        model.addAttribute(
                "sources",
                dataSources.names().stream().map(DataSourceName::value).toList());
        model.addAttribute("example", EXAMPLE);
        model.addAttribute("isLive", asked.has("live"));
        model.addAttribute("limit", LINES);
        model.addAttribute("streams", StreamLabels.FoundLabels.NONE);
        List.of("lines", "bars", "values").forEach(name -> model.addAttribute(name, List.of()));
        List.of("problem", "excerpt", "failure", "meant").forEach(name -> model.addAttribute(name, ""));
    }

    private Optional<String> query(RuleAddress.FoundRule found) {
        AlertRule rule = found.rule();
        String own = rule.evidence().query();
        return own.isEmpty()
                ? queries.derive(rule.expression(), Labels.empty()).map(EvidenceQuery::expression)
                : Optional.of(own);
    }

    /** Null when there is nothing to ask; why stands in the model. Adds the word that somebody typed beside the query. */
    private @Nullable LogSelectorExpr read(
            String query, FormValues asked, StreamLabels.FoundLabels streams, Model model) {
        String word = asked.text("word");
        if (query.isEmpty() && word.isEmpty()) {
            return null;
        }
        String text =
                query.isEmpty() ? "{" + (streams.service().isEmpty() ? "job" : streams.service()) + "=~\".+\"}" : query;
        try {
            if (!(parser.parse(text) instanceof LogSelectorExpr selector)) {
                model.addAttribute("problem", "metric");
                return null;
            }
            if (word.isEmpty()) {
                return selector;
            }
            String longer =
                    LogQueries.withWord(selector, word, !asked.text("not").equals("1"));
            model.addAttribute("query", longer);
            return parser.parse(longer) instanceof LogSelectorExpr narrowed ? narrowed : selector;
        } catch (LogqlSyntaxException e) {
            if (query.indexOf('{') < 0) {
                model.addAttribute("problem", "word");
                model.addAttribute("meant", LogQueries.ofWords(query, streams.service()));
            } else {
                model.addAttribute("problem", e.explanation());
                model.addAttribute("excerpt", e.excerpt());
            }
            return null;
        }
    }

    private static @Nullable Instant moment(String nanos) {
        return nanos.matches("\\d{19}")
                ? Instant.ofEpochSecond(Long.parseLong(nanos) / NANOS, Long.parseLong(nanos) % NANOS)
                : null;
    }

    private Mono<Void> answer(LinesQuestion question, Querier querier, StreamLabels.FoundLabels streams, Model model) {
        LogSelectorExpr selector = question.selector();
        String counted = selector != null
                ? question.query()
                : "{" + (question.label().isEmpty() ? "job" : question.label()) + "=~\".+\"}";
        Mono<List<LogAnswers.ValueCount>> values = question.label().isEmpty() || question.isLive()
                ? Mono.just(List.of())
                : answers.values(querier, question.label(), counted, question.window());
        if (selector == null) {
            return values.doOnNext(found -> addValues(found, question, model)).then();
        }
        Instant at = question.at();
        Mono<LogAnswers.FoundLines> lines = at == null
                ? answers.newest(querier, question.query(), question.window(), LINES)
                : answers.around(querier, question.query(), at);
        Mono<List<LogAnswers.Bar>> bars = at != null || question.isLive()
                ? Mono.just(List.of())
                : answers.histogram(querier, selector, question.window());
        return Mono.zip(lines, bars, values)
                .doOnNext(found -> {
                    addLines(found.getT1(), question, selector, streams, model);
                    model.addAttribute("bars", found.getT2());
                    addValues(found.getT3(), question, model);
                })
                .then();
    }

    private static void addLines(
            LogAnswers.FoundLines found,
            LinesQuestion question,
            LogSelectorExpr selector,
            StreamLabels.FoundLabels streams,
            Model model) {
        LogLineViews views = new LogLineViews(selector, Set.copyOf(streams.names()));
        Instant at = question.at();
        model.addAttribute("at", at == null ? "" : LogLineViews.nanos(at));
        model.addAttribute("lines", found.lines().stream().map(views::of).toList());
        model.addAttribute("failure", found.failure());
    }

    /** @param query with only the lines of this value */
    record ValueLink(String value, long count, String query) {}

    private static void addValues(List<LogAnswers.ValueCount> found, LinesQuestion question, Model model) {
        LogSelectorExpr selector = question.selector();
        model.addAttribute(
                "values",
                found.stream()
                        .map(value -> new ValueLink(
                                value.value(),
                                value.count(),
                                selector == null
                                        ? LogQueries.stream(
                                                java.util.Map.of(question.label(), value.value()),
                                                Set.of(question.label()))
                                        : LogQueries.withLabel(selector, question.label(), value.value())))
                        .toList());
    }
}
