package io.tocsin.evidence;

import com.google.re2j.Pattern;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.OrLabelFilter;
import io.tocsin.logql.ast.OutputLabels;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.StringLabelFilter;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Derives from a rule's expression which log lines stand behind an alert. Safe for use by many threads. */
public final class EvidenceQueries {

    /** The window for a given query when the expression has none of its own. */
    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private final LogqlParser parser = new LogqlParser();

    /**
     * The lines that the expression's first range counts, narrowed to those of the alert. Empty when there are none to
     * show: the expression is not LogQL, reads no logs, or looks for their absence.
     *
     * @param alertLabels the alert's labels; those that cannot come from the logs, such as the rule's own, are ignored
     */
    public Optional<EvidenceQuery> derive(String expression, Labels alertLabels) {
        return firstRange(expression)
                .map(found -> new EvidenceQuery(
                        Narrowing.narrow(found, alertLabels).toString(),
                        found.range().range(),
                        found.range().offset()));
    }

    /**
     * The query that a rule gives itself, over the window of its expression; five minutes when that has none.
     *
     * @param query a log query; it is not narrowed
     */
    public EvidenceQuery given(String query, String expression) {
        return firstRange(expression)
                .map(found -> new EvidenceQuery(
                        query, found.range().range(), found.range().offset()))
                .orElseGet(() -> new EvidenceQuery(query, DEFAULT_WINDOW, Duration.ZERO));
    }

    private Optional<FirstRange.Found> firstRange(String expression) {
        try {
            LogqlExpr expr = parser.parse(expression);
            return expr instanceof MetricExpr metric ? FirstRange.in(metric) : Optional.empty();
        } catch (LogqlSyntaxException e) {
            // PromQL, for example; the rule's own check reports what is wrong with it.
            return Optional.empty();
        }
    }

    /** Looks from left to right for the range whose lines are counted, and notes which labels get from there to the top. */
    private static final class FirstRange implements MetricExprVisitor<Optional<FirstRange.Found>> {

        private static final FirstRange INSTANCE = new FirstRange();

        static Optional<Found> in(MetricExpr expr) {
            return expr.accept(INSTANCE);
        }

        @Override
        public Optional<Found> visitRangeAggregation(RangeAggregation expr) {
            return expr.operation() == RangeOperation.ABSENT_OVER_TIME
                    ? Optional.empty()
                    : Optional.of(new Found(expr.range(), List.of(OutputLabels.of(expr)), Set.of()));
        }

        @Override
        public Optional<Found> visitVectorAggregation(VectorAggregation expr) {
            return in(expr.inner()).map(found -> found.through(expr, Set.of()));
        }

        @Override
        public Optional<Found> visitBinaryOperation(BinaryOperation expr) {
            Set<String> fromOtherSide = new HashSet<>(expr.matching().include());
            return in(expr.left()).or(() -> in(expr.right())).map(found -> found.through(expr, fromOtherSide));
        }

        @Override
        public Optional<Found> visitLabelReplace(LabelReplace expr) {
            return in(expr.inner()).map(found -> found.through(expr, Set.of(expr.destination())));
        }

        @Override
        public Optional<Found> visitVector(VectorExpr expr) {
            return Optional.empty();
        }

        @Override
        public Optional<Found> visitNumber(NumberLiteral expr) {
            return Optional.empty();
        }

        /**
         * A range and what happens to its labels on the way up.
         *
         * @param path which labels each expression from the range to the top can have
         * @param replaced labels whose value is another one at the top
         */
        record Found(LogRange range, List<OutputLabels> path, Set<String> replaced) {

            Found through(MetricExpr expr, Collection<String> changed) {
                List<OutputLabels> longer = new ArrayList<>(path);
                longer.add(OutputLabels.of(expr));
                Set<String> all = new HashSet<>(replaced);
                all.addAll(changed);
                return new Found(range, longer, all);
            }

            /** Whether an alert's label of this name has the value that the line had. */
            boolean carries(String label) {
                return !replaced.contains(label) && path.stream().allMatch(labels -> labels.mayContain(label));
            }

            /** The labels that arrive at the top if those are known by name; empty when any label may. */
            Optional<Set<String>> known() {
                return path.stream()
                        .filter(labels -> !labels.open())
                        .findFirst()
                        .map(labels -> labels.names());
            }
        }
    }

    /**
     * Restricts a range's lines to those of one alert. Whether a label belongs to the stream, to structured metadata or
     * comes from a parser cannot be seen in an expression, and a matcher on metadata silently finds nothing; so a condition
     * goes behind the pipeline, where all three are labels. Only a label that the selector names itself is matched there
     * too, which saves Loki from reading other streams.
     */
    private static final class Narrowing {

        private static final String IDENTIFIER = "[a-zA-Z_][a-zA-Z0-9_]*";

        private final FirstRange.Found found;
        private final LogSelectorExpr selector;
        private final List<LabelMatcher> matchers;
        private final List<PipelineStage> stages;
        private final Set<String> formatted = new HashSet<>();
        private final Set<String> overwritten = new HashSet<>();

        Narrowing(FirstRange.Found found) {
            this.found = found;
            this.selector = found.range().selector();
            this.matchers = new ArrayList<>(selector.matchers());
            this.stages = new ArrayList<>(selector.stages());
            selector.stages().forEach(this::noteChangedLabels);
        }

        static LogSelectorExpr narrow(FirstRange.Found found, Labels alertLabels) {
            Narrowing narrowing = new Narrowing(found);
            narrowing.keepOnlyWhatIsCounted();
            narrowing.addConditions(alertLabels);
            return new LogSelectorExpr(narrowing.matchers, narrowing.stages, Position.SYNTHETIC);
        }

        /** A line without the label that is unwrapped gives no value, so it is not behind the alert. */
        private void keepOnlyWhatIsCounted() {
            Unwrap unwrap = found.range().unwrap();
            if (unwrap != null) {
                addFilter(filter(new LabelMatcher(unwrap.label(), MatchType.NOT_EQUAL, "")));
                unwrap.filters().forEach(this::addFilter);
            }
        }

        private void addConditions(Labels alertLabels) {
            Set<String> names =
                    new TreeSet<>(found.known().orElse(alertLabels.asMap().keySet()));
            names.removeIf(name -> !name.matches(IDENTIFIER)
                    || name.startsWith("__")
                    || name.equals(Labels.ALERT_NAME)
                    || !found.carries(name));
            if (found.known().isEmpty()) {
                names.forEach(name -> addTolerant(name, alertLabels.get(name)));
            } else if (names.stream().anyMatch(alertLabels::has)) {
                // Without any of them the sample is that of "or vector(0)", or all lines lack the labels.
                names.forEach(name -> addExact(name, alertLabels.get(name)));
            }
        }

        private void addExact(String name, String value) {
            LabelMatcher matcher = LabelMatcher.equal(name, value);
            Set<String> selected =
                    selector.matchers().stream().map(LabelMatcher::name).collect(Collectors.toSet());
            if (!selected.contains(name) || formatted.contains(name) || overwritten.contains(name)) {
                addFilter(filter(matcher));
            } else if (!matchers.contains(matcher)) {
                matchers.add(matcher);
            }
        }

        /** The label may be the rule's own, which no line has: then it must not exclude every line. */
        private void addTolerant(String name, String value) {
            addFilter(filter(new LabelMatcher(name, MatchType.REGEX, Pattern.quote(value) + "|")));
        }

        /**
         * Loki's log queries apply a simple condition on a label already where a parser extracts it, before label_format
         * gives it another value. A disjunction is not moved.
         */
        private LabelFilter filter(LabelMatcher matcher) {
            LabelFilter plain = new StringLabelFilter(matcher, Position.SYNTHETIC);
            return formatted.contains(matcher.name()) ? new OrLabelFilter(plain, plain, Position.SYNTHETIC) : plain;
        }

        private void addFilter(LabelFilter filter) {
            stages.add(new LabelFilterStage(filter, Position.SYNTHETIC));
        }

        private void noteChangedLabels(PipelineStage stage) {
            if (stage instanceof LabelFormatStage format) {
                format.assignments().forEach(assignment -> formatted.add(assignment.label()));
            } else if (stage instanceof JsonStage json) {
                overwritten.addAll(labels(json.extractions()));
            } else if (stage instanceof LogfmtStage logfmt) {
                overwritten.addAll(labels(logfmt.extractions()));
            }
        }

        private static Collection<String> labels(List<LabelExtraction> extractions) {
            return extractions.stream().map(LabelExtraction::label).toList();
        }
    }
}
