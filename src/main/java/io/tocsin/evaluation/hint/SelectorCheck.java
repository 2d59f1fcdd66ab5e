package io.tocsin.evaluation.hint;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.hint.SelectorHint.HintKind;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.text.NameSuggestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks one data source whether it has streams for a selector: one line is enough. Only when there is none are label names
 * and values asked for. Blocks for as long as the data source takes, within its own time limits.
 */
final class SelectorCheck {

    private static final Duration PERIOD = Duration.ofHours(24);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Querier querier;
    private final Instant from;
    private final Instant to;
    private @Nullable List<String> names;

    SelectorCheck(Querier querier, Instant now) {
        this.querier = querier;
        this.from = now.minus(PERIOD);
        this.to = now;
    }

    /** The reasons why it matches nothing; an empty list when it matches; nothing when the data source does not say. */
    Optional<List<SelectorHint>> check(LogSelectorExpr selector) {
        Optional<List<LogLine>> lines = answer(querier.logs(new LogLinesQuery(selector.toString(), from, to, 1)));
        if (lines.isEmpty() || !lines.get().isEmpty()) {
            return lines.map(found -> List.of());
        }
        return names().map(known -> reasons(selector, known));
    }

    /** Asked once for all selectors. */
    private Optional<List<String>> names() {
        if (names == null) {
            names = answer(querier.labelNames(from, to)).orElse(null);
        }
        return Optional.ofNullable(names);
    }

    private List<SelectorHint> reasons(LogSelectorExpr selector, List<String> known) {
        String text = selector.toString();
        if (known.isEmpty()) {
            return List.of(new SelectorHint(HintKind.NO_STREAMS, text, "", "", ""));
        }
        List<SelectorHint> reasons = new ArrayList<>();
        for (LabelMatcher matcher : selector.matchers()) {
            // A matcher that is satisfied by the empty value is so by streams without the label.
            if (matcher.matchesValue("")) {
                continue;
            }
            if (!known.contains(matcher.name())) {
                String near = NameSuggestion.nearest(matcher.name(), known).orElse("");
                reasons.add(new SelectorHint(HintKind.UNKNOWN_LABEL, text, matcher.name(), "", near));
            } else if (matcher.type() == MatchType.EQUAL) {
                unknownValue(matcher, text).ifPresent(reasons::add);
            }
        }
        return reasons.isEmpty() ? List.of(new SelectorHint(HintKind.NO_MATCH, text, "", "", "")) : reasons;
    }

    private Optional<SelectorHint> unknownValue(LabelMatcher matcher, String text) {
        return answer(querier.labelValues(matcher.name(), from, to))
                .filter(values -> !values.contains(matcher.value()))
                .map(values -> new SelectorHint(
                        HintKind.UNKNOWN_VALUE,
                        text,
                        matcher.name(),
                        matcher.value(),
                        NameSuggestion.nearest(matcher.value(), values).orElse("")));
    }

    private static <T> Optional<T> answer(Mono<QueryResult<T>> question) {
        QueryResult<T> result = question.contextWrite(new QueryOrigin("selector-hints").asContext())
                .block(LIMIT);
        return result instanceof QueryResult.Success<T> success ? Optional.of(success.value()) : Optional.empty();
    }
}
