package io.tocsin.evidence;

import com.google.re2j.Pattern;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.OrLabelFilter;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.StringLabelFilter;
import io.tocsin.logql.ast.Unwrap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Restricts a range's lines to those of one alert. Whether a label belongs to the stream, to structured metadata or
 * comes from a parser cannot be seen in an expression, and a matcher on metadata silently finds nothing; so a condition
 * goes behind the pipeline, where all three are labels. Only a label that the selector names itself is matched there
 * too, which saves Loki from reading other streams.
 */
final class Narrowing {

    private static final String IDENTIFIER = "[a-zA-Z_][a-zA-Z0-9_]*";

    private final FirstRange.Found found;
    private final LogSelectorExpr selector;
    private final List<LabelMatcher> matchers;
    private final List<PipelineStage> stages;
    private final Set<String> formatted = new HashSet<>();
    private final Set<String> overwritten = new HashSet<>();

    private Narrowing(FirstRange.Found found) {
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
