package io.tocsin.rule.lint;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LabelSelection;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.ast.VectorMatching.Cardinality;
import io.tocsin.logql.ast.VectorOperation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which labels the series of an expression can have.
 *
 * @param isOpen whether there may be others than the named ones, which depend on the logs
 * @param names sorted
 */
public record ProducedLabels(boolean isOpen, Set<String> names) {

    private static final ProducedLabels NONE = new ProducedLabels(false, Set.of());
    private static final ProducedLabels ANY = new ProducedLabels(true, Set.of());

    public static ProducedLabels of(MetricExpr expression) {
        return expression.accept(new Visitor());
    }

    private static ProducedLabels exactly(List<String> names) {
        return new ProducedLabels(false, new TreeSet<>(names));
    }

    /** Whether a series can have this label. */
    public boolean mayHave(String name) {
        return isOpen || names.contains(name);
    }

    /** Whether there is one series at most, and it has no labels. */
    public boolean isEmpty() {
        return !isOpen && names.isEmpty();
    }

    private ProducedLabels or(ProducedLabels other) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(other.names);
        return new ProducedLabels(isOpen || other.isOpen, all);
    }

    private ProducedLabels plus(List<String> more) {
        return or(exactly(more));
    }

    private ProducedLabels minus(List<String> less) {
        Set<String> rest = new TreeSet<>(names);
        less.forEach(rest::remove);
        return new ProducedLabels(isOpen, rest);
    }

    private ProducedLabels grouped(Grouping grouping) {
        if (grouping.without()) {
            return minus(grouping.labels());
        }
        return exactly(grouping.labels().stream().filter(this::mayHave).toList());
    }

    private static final class Visitor implements MetricExprVisitor<ProducedLabels> {

        @Override
        public ProducedLabels visitRangeAggregation(RangeAggregation expr) {
            LogSelectorExpr selector = expr.range().selector();
            if (expr.operation() == RangeOperation.ABSENT_OVER_TIME) {
                return exactly(selector.matchers().stream()
                        .filter(matcher -> matcher.type() == MatchType.EQUAL)
                        .map(LabelMatcher::name)
                        .toList());
            }
            Grouping grouping = expr.grouping();
            ProducedLabels stream = ofPipeline(selector);
            return grouping == null ? stream : stream.grouped(grouping);
        }

        private static ProducedLabels ofPipeline(LogSelectorExpr selector) {
            List<PipelineStage> stages = selector.stages();
            boolean endsInKeep = !stages.isEmpty() && stages.get(stages.size() - 1) instanceof KeepStage;
            return endsInKeep ? kept((KeepStage) stages.get(stages.size() - 1)) : ANY;
        }

        private static ProducedLabels kept(KeepStage stage) {
            return new ProducedLabels(
                    false,
                    stage.selections().stream()
                            .map(LabelSelection::label)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        @Override
        public ProducedLabels visitVectorAggregation(VectorAggregation expr) {
            ProducedLabels inner = expr.inner().accept(this);
            VectorOperation operation = expr.operation();
            boolean keepsSeries = operation.isSort() || operation.requiresParameter();
            return keepsSeries ? inner : inner.grouped(expr.grouping());
        }

        @Override
        public ProducedLabels visitBinaryOperation(BinaryOperation expr) {
            ProducedLabels left = expr.left().accept(this);
            ProducedLabels right = expr.right().accept(this);
            if (expr.operator().isSetOperator()) {
                return expr.operator() == io.tocsin.logql.ast.BinaryOperator.OR ? left.or(right) : left;
            }
            if (expr.left() instanceof NumberLiteral || expr.right() instanceof NumberLiteral) {
                return expr.left() instanceof NumberLiteral ? right : left;
            }
            return matched(expr.matching(), left, right);
        }

        private static ProducedLabels matched(VectorMatching matching, ProducedLabels left, ProducedLabels right) {
            if (matching.cardinality() == Cardinality.MANY_TO_ONE) {
                return left.plus(matching.include());
            }
            if (matching.cardinality() == Cardinality.ONE_TO_MANY) {
                return right.plus(matching.include());
            }
            return matching.on() ? exactly(matching.labels()) : left.minus(matching.labels());
        }

        @Override
        public ProducedLabels visitLabelReplace(LabelReplace expr) {
            return expr.inner().accept(this).plus(List.of(expr.destination()));
        }

        @Override
        public ProducedLabels visitVector(VectorExpr expr) {
            return NONE;
        }

        @Override
        public ProducedLabels visitNumber(NumberLiteral expr) {
            return NONE;
        }
    }
}
