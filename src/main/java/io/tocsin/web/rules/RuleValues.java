package io.tocsin.web.rules;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.IncrementalWindows;
import io.tocsin.evaluation.query.QuestionSharing;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.ExpressionReader.FinalComparison;
import io.tocsin.label.Labels;
import io.tocsin.rule.Condition;
import io.tocsin.rule.RuleGroup;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The values of a rule's query over the last hours, at the rule's own slots, for its chart. */
@Component
public class RuleValues {

    private static final int MAX_POINTS = 240;
    private static final int MAX_LINES = 12;
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private final DataSources dataSources;
    private final ExpressionReader expressions;
    private final QuestionSharing sharing;
    private final IncrementalWindows windows;
    private final Duration defaultOffset;
    private final Clock clock;

    RuleValues(
            DataSources dataSources,
            ExpressionReader expressions,
            QuestionSharing sharing,
            IncrementalWindows windows,
            EvaluationProperties properties,
            Clock clock) {
        this.dataSources = dataSources;
        this.sharing = sharing;
        this.windows = windows;
        this.expressions = expressions;
        this.defaultOffset = properties.queryOffset();
        this.clock = clock;
    }

    /**
     * What the chart shows.
     *
     * @param spans when instances were pending or fired
     * @param hidden how many series were left out; those with the highest values are shown
     * @param error why there are no values; empty when there are
     */
    public record Chart(
            long from,
            long to,
            List<ValueLine> lines,
            List<Double> thresholds,
            List<Span> spans,
            int hidden,
            String error) {}

    /** From one moment to another, in milliseconds since 1970, in one state. */
    public record Span(long from, long to, String state, String name) {}

    /** One series; a slot without a value has no point. */
    public record ValueLine(String name, List<ValuePoint> points) {}

    /** @param x milliseconds since 1970 */
    public record ValuePoint(long x, double y) {}

    /** How far before its slots the group asks. */
    public Duration offset(RuleGroup group) {
        Duration own = group.queryOffset();
        return own == null ? defaultOffset : own;
    }

    /** The question that the rule shares with others; empty when it has one of its own. */
    Optional<QuestionSharing.SharedQuestion> shared(RuleAddress.FoundRule found) {
        RuleGroup group = found.group();
        return dataSources
                .find(new DataSourceName(group.dataSource()))
                .flatMap(querier ->
                        sharing.of(querier, group, found.rule(), clock.instant().minus(offset(group))));
    }

    /**
     * How much of a rule's windows is read at each slot.
     *
     * @param restsBecause why all of them are for now; empty when only slices are
     */
    record WindowView(String range, String read, String restsBecause) {}

    /**
     * The view of them; empty when all of them are, and always.
     *
     * @param shared the question that answers the rule, when it is not its own
     */
    Optional<WindowView> windows(RuleAddress.FoundRule found, Optional<QuestionSharing.SharedQuestion> shared) {
        RuleGroup group = found.group();
        String question = shared.map(QuestionSharing.SharedQuestion::text)
                .orElse(found.rule().expression());
        return found.rule().absence() != null
                ? Optional.empty()
                : dataSources
                        .find(new DataSourceName(group.dataSource()))
                        .flatMap(querier -> windows.of(
                                querier, group, question, clock.instant().minus(offset(group))))
                        .map(use -> new WindowView(
                                PlainDurations.print(use.range()),
                                PlainDurations.print(use.read()),
                                use.restsBecause()));
    }

    /**
     * The chart up to now. Where there is something only at its end, that end is asked for again, slot by slot: of a rule that is
     * some minutes old a window of hours would show one point in many.
     */
    Mono<Chart> chart(RuleAddress.FoundRule found, Duration window, List<Span> spans) {
        RuleGroup group = found.group();
        Instant to = group.slotAtOrBefore(clock.instant());
        Duration step = step(group.interval(), window);
        return chart(found, to.minus(window), to, spans).flatMap(whole -> {
            Duration used = used(whole).plus(step);
            Duration end = used.compareTo(SHORTEST) < 0 ? SHORTEST : used;
            boolean isEmpty = whole.lines().isEmpty() && whole.spans().isEmpty();
            return isEmpty
                            || !whole.error().isEmpty()
                            || step.equals(group.interval())
                            || end.compareTo(window.dividedBy(2)) > 0
                    ? Mono.just(whole)
                    : chart(found, to.minus(end), to, spans)
                            .map(part -> part.error().isEmpty() ? part : whole);
        });
    }

    /** From the first that there is to the end. */
    private static Duration used(Chart chart) {
        long first = LongStream.concat(
                        chart.lines().stream()
                                .flatMap(line -> line.points().stream())
                                .mapToLong(ValuePoint::x),
                        chart.spans().stream().mapToLong(Span::from))
                .min()
                .orElse(chart.from());
        return Duration.ofMillis(Math.max(0, chart.to() - first));
    }

    /** The chart of a part of the past; its ends are moved to slots of the rule. */
    public Mono<Chart> chart(RuleAddress.FoundRule found, Instant start, Instant end, List<Span> spans) {
        return chart(found, start, end, spans, null);
    }

    /** The same with nothing but the series that an alert has come from; with all when none is found to be that. */
    public Mono<Chart> chart(
            RuleAddress.FoundRule found, Instant start, Instant end, List<Span> spans, @Nullable Labels alert) {
        RuleGroup group = found.group();
        Duration window = Duration.between(start, end);
        Duration step = step(group.interval(), window);
        Instant to = group.slotAtOrBefore(end);
        Instant from = to.minus(step.multipliedBy(window.dividedBy(step)));
        Optional<FinalComparison> comparison = found.rule().condition() == null
                ? expressions.finalComparison(found.rule().expression())
                : Optional.empty();
        String expression = comparison
                .map(FinalComparison::withoutComparison)
                .orElse(found.rule().expression());
        Condition condition = comparison.isPresent()
                ? comparison.get().condition()
                : found.rule().condition();
        Chart empty = new Chart(from.toEpochMilli(), to.toEpochMilli(), List.of(), thresholds(condition), spans, 0, "");
        return Mono.justOrEmpty(dataSources.find(new DataSourceName(group.dataSource())))
                .flatMap(querier ->
                        querier.queryRange(expression, from.minus(offset(group)), to.minus(offset(group)), step))
                .map(answer -> chart(empty, alert == null ? answer : ofAlert(answer, alert), offset(group)))
                .defaultIfEmpty(failed(empty, "there is no data source \"" + group.dataSource() + "\""))
                .contextWrite(QueryOrigin.ofPerson("page:" + group.key()).asContext());
    }

    /** A multiple of the interval, so that every point is a slot of the rule. */
    private static Duration step(Duration interval, Duration window) {
        long slots = Math.max(1, window.dividedBy(interval));
        return interval.multipliedBy(Math.max(1, (slots + MAX_POINTS - 1) / MAX_POINTS));
    }

    private static Chart chart(Chart empty, QueryResult<List<Series>> answer, Duration offset) {
        if (answer instanceof QueryResult.Success<List<Series>> success) {
            List<ValueLine> lines = success.value().stream()
                    .sorted(Comparator.comparingDouble(RuleValues::highest).reversed())
                    .limit(MAX_LINES)
                    .map(series -> line(series, offset))
                    .toList();
            return new Chart(
                    empty.from(),
                    empty.to(),
                    lines,
                    empty.thresholds(),
                    empty.spans(),
                    success.value().size() - lines.size(),
                    "");
        }
        return failed(empty, answer instanceof QueryResult.Failure<?> failure ? failure.message() : "no answer");
    }

    private static QueryResult<List<Series>> ofAlert(QueryResult<List<Series>> answer, Labels alert) {
        if (!(answer instanceof QueryResult.Success<List<Series>> success)) {
            return answer;
        }
        List<Series> own = success.value().stream()
                .filter(series -> alert.asMap()
                        .entrySet()
                        .containsAll(series.labels().asMap().entrySet()))
                .toList();
        return own.isEmpty() ? answer : new QueryResult.Success<>(own, success.statistics());
    }

    private static Chart failed(Chart empty, String error) {
        return new Chart(empty.from(), empty.to(), List.of(), empty.thresholds(), empty.spans(), 0, error);
    }

    private static double highest(Series series) {
        return series.points().stream()
                .mapToDouble(Series.Point::value)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static ValueLine line(Series series, Duration offset) {
        return new ValueLine(
                series.labels().toString(),
                series.points().stream()
                        .filter(point -> Double.isFinite(point.value()))
                        .map(point -> new ValuePoint(point.at().plus(offset).toEpochMilli(), point.value()))
                        .toList());
    }

    private static List<Double> thresholds(@Nullable Condition condition) {
        if (condition instanceof Condition.Threshold threshold) {
            return List.of(threshold.threshold());
        }
        if (condition instanceof Condition.Inside inside) {
            return List.of(inside.low(), inside.high());
        }
        return condition instanceof Condition.Outside outside ? List.of(outside.low(), outside.high()) : List.of();
    }
}
