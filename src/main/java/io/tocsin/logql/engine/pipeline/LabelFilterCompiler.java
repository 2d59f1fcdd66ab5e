package io.tocsin.logql.engine.pipeline;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.AndLabelFilter;
import io.tocsin.logql.ast.BytesLabelFilter;
import io.tocsin.logql.ast.ComparisonOperator;
import io.tocsin.logql.ast.DurationLabelFilter;
import io.tocsin.logql.ast.IpLabelFilter;
import io.tocsin.logql.ast.LabelFilterVisitor;
import io.tocsin.logql.ast.NumberLabelFilter;
import io.tocsin.logql.ast.OrLabelFilter;
import io.tocsin.logql.ast.StringLabelFilter;
import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.GoFloats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Builds the stage of a label filter. A value that cannot be read as a number passes with an error set. */
final class LabelFilterCompiler implements LabelFilterVisitor<Stage> {

    /** A filter on one label. */
    private record Filter(Predicate<LabelsBuilder> condition, Collection<String> requiredLabels) implements Stage {

        @Override
        public boolean process(Entry entry) {
            return condition.test(entry.labels);
        }
    }

    @Override
    public Stage visitString(StringLabelFilter filter) {
        LabelMatcher matcher = filter.matcher();
        String name = matcher.name();
        if (!matcher.type().isRegex()) {
            boolean negative = matcher.type().isNegative();
            String wanted = matcher.value();
            return new Filter(labels -> labels.filterValue(name).equals(wanted) != negative, List.of(name));
        }
        LineFilter regex = TextFilters.labelRegex(matcher.value());
        if (regex == TextFilters.ALL && matcher.type() == MatchType.REGEX) {
            return new Filter(labels -> true, List.of());
        }
        boolean negative = matcher.type().isNegative();
        return new Filter(labels -> accepts(regex, labels.filterValue(name)) != negative, List.of(name));
    }

    private static boolean accepts(LineFilter filter, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return filter.accepts(bytes, 0, bytes.length);
    }

    @Override
    public Stage visitNumber(NumberLabelFilter filter) {
        double wanted = filter.value();
        return comparison(filter.label(), filter.operator(), text -> {
            double value = GoFloats.parse(text);
            // NaN is neither less nor equal nor greater.
            return Double.isNaN(value) || Double.isNaN(wanted)
                    ? UNORDERED
                    : value < wanted ? -1 : value > wanted ? 1 : 0;
        });
    }

    @Override
    public Stage visitDuration(DurationLabelFilter filter) {
        long wanted = filter.value().toNanos();
        return comparison(filter.label(), filter.operator(), text -> Long.compare(GoDurations.parse(text), wanted));
    }

    @Override
    public Stage visitBytes(BytesLabelFilter filter) {
        long wanted = filter.bytes();
        return comparison(
                filter.label(), filter.operator(), text -> Long.compareUnsigned(ByteSizes.parse(text), wanted));
    }

    private static final int UNORDERED = 2;

    private static Stage comparison(String name, ComparisonOperator operator, ToIntFunction<String> compare) {
        return new Filter(
                labels -> {
                    String text = labels.get(name);
                    if (text == null) {
                        return false;
                    }
                    try {
                        return holds(operator, compare.applyAsInt(text));
                    } catch (ConversionException e) {
                        labels.setFirstError("LabelFilterErr", e.getMessage());
                        return true;
                    }
                },
                List.of(name));
    }

    private static boolean holds(ComparisonOperator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order == 1 || order > 0 && order != UNORDERED;
            case GREATER_OR_EQUAL -> order == 0 || order > 0 && order != UNORDERED;
        };
    }

    @Override
    public Stage visitIp(IpLabelFilter filter) {
        IpMatcher matcher = IpMatcher.parse(filter.pattern());
        if (matcher == null) {
            throw new IllegalArgumentException(
                    "ip: invalid pattern: " + io.tocsin.text.go.Quoting.quote(filter.pattern()));
        }
        String name = filter.label();
        boolean negated = filter.negated();
        return new Filter(
                labels -> {
                    if (labels.hasError()) {
                        // With an error only text filters decide.
                        return true;
                    }
                    String text = labels.get(name);
                    return text != null && accepts(matcher, text) != negated;
                },
                List.of(name));
    }

    @Override
    public Stage visitAnd(AndLabelFilter filter) {
        Stage left = filter.left().accept(this);
        Stage right = filter.right().accept(this);
        return new Pair(left, right, true);
    }

    @Override
    public Stage visitOr(OrLabelFilter filter) {
        Stage left = filter.left().accept(this);
        Stage right = filter.right().accept(this);
        return new Pair(left, right, false);
    }

    /** Two filters; "and" asks both even if the first fails, because the second may set an error. */
    private record Pair(Stage left, Stage right, boolean and) implements Stage {

        @Override
        public boolean process(Entry entry) {
            boolean first = left.process(entry);
            if (!and && first) {
                return true;
            }
            boolean second = right.process(entry);
            return and ? first && second : second;
        }

        @Override
        public Collection<String> requiredLabels() {
            List<String> names = new ArrayList<>(left.requiredLabels());
            names.addAll(right.requiredLabels());
            return names;
        }
    }
}
