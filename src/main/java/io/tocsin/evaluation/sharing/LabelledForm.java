package io.tocsin.evaluation.sharing;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.ast.VectorMatching.Cardinality;
import io.tocsin.logql.ast.VectorOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites an expression over streams with {@code label="value"} so that it can be asked for several values at once: the
 * matcher accepts all of them, and every series of the answer has the label. What then is true by induction over the tree:
 * the series of the answer with {@code label="value"} are those of the expression as it was written, each with the label
 * added where it had been aggregated away. Series of different values never meet, because every step keeps the label, and
 * no step below looks at another series' value. A node of which that is not plain gives nothing.
 */
final class LabelledForm implements MetricExprVisitor<Optional<LabelledForm.Form>> {

    /** Aggregations that give one sample for each group, and where nothing but the group's samples counts. */
    private static final Set<VectorOperation> AGGREGATIONS = Set.of(
            VectorOperation.SUM,
            VectorOperation.AVG,
            VectorOperation.COUNT,
            VectorOperation.MIN,
            VectorOperation.MAX,
            VectorOperation.STDDEV,
            VectorOperation.STDVAR);

    private final String label;
    private final String value;
    private final LabelMatcher matcher;

    /**
     * A part of the tree, rewritten.
     *
     * @param hasLabel whether the series of the part as it was written have the label, too
     */
    record Form(MetricExpr expr, boolean hasLabel) {}

    /** @param matcher what stands in the place of {@code label="value"} */
    LabelledForm(String label, String value, LabelMatcher matcher) {
        this.label = label;
        this.value = value;
        this.matcher = matcher;
    }

    @Override
    public Optional<Form> visitRangeAggregation(RangeAggregation expr) {
        if (expr.operation() == RangeOperation.ABSENT_OVER_TIME) {
            return Optional.empty();
        }
        LogRange range = expr.range();
        List<LabelMatcher> matchers = matchers(range.selector());
        List<PipelineStage> stages = range.selector().stages();
        StageProof proof = new StageProof(label);
        boolean isUntouched = stages.stream().allMatch(stage -> stage.accept(proof)) && !unwraps(range.unwrap());
        if (matchers == null || !isUntouched) {
            return Optional.empty();
        }
        Grouping grouping = expr.grouping();
        Grouping wider = grouping == null ? null : wider(grouping);
        if (wider != null && !wider.equals(grouping) && proof.hasParser()) {
            return Optional.empty();
        }
        LogRange widened = new LogRange(
                new LogSelectorExpr(matchers, stages, range.selector().position()),
                range.unwrap(),
                range.range(),
                range.offset(),
                range.position());
        return Optional.of(new Form(
                new RangeAggregation(expr.operation(), expr.parameter(), widened, wider, expr.position()),
                grouping == null || keeps(grouping)));
    }

    /** The selector's matchers with the new one in the old one's place; null unless there is exactly one on the label. */
    private @Nullable List<LabelMatcher> matchers(LogSelectorExpr selector) {
        List<LabelMatcher> own = selector.matchers().stream()
                .filter(candidate -> candidate.name().equals(label))
                .toList();
        boolean isEquality = own.size() == 1
                && own.get(0).type() == MatchType.EQUAL
                && own.get(0).value().equals(value);
        if (!isEquality) {
            return null;
        }
        return selector.matchers().stream()
                .map(candidate -> candidate.name().equals(label) ? matcher : candidate)
                .toList();
    }

    private boolean unwraps(@Nullable Unwrap unwrap) {
        return unwrap != null && unwrap.label().equals(label);
    }

    @Override
    public Optional<Form> visitVectorAggregation(VectorAggregation expr) {
        Optional<Form> inner =
                AGGREGATIONS.contains(expr.operation()) ? expr.inner().accept(this) : Optional.empty();
        Grouping wider = wider(expr.grouping());
        // A parser reads no more of a line than what the grouping needs: another grouping may meet other errors.
        if (!wider.equals(expr.grouping()) && hasParser(expr.inner())) {
            return Optional.empty();
        }
        return inner.map(form -> new Form(
                new VectorAggregation(expr.operation(), expr.parameter(), form.expr(), wider, expr.position()),
                form.hasLabel() && keeps(expr.grouping())));
    }

    private static boolean hasParser(MetricExpr expr) {
        return LogRanges.in(expr).stream().anyMatch(range -> StageProof.hasParser(range.selector()));
    }

    private boolean keeps(Grouping grouping) {
        return grouping.without() != grouping.labels().contains(label);
    }

    /** The grouping that keeps the label, too. */
    private Grouping wider(Grouping grouping) {
        return keeps(grouping) ? grouping : new Grouping(grouping.without(), toggled(grouping.labels()));
    }

    private List<String> toggled(List<String> names) {
        return names.contains(label)
                ? names.stream().filter(name -> !name.equals(label)).toList()
                : Stream.concat(names.stream(), Stream.of(label)).toList();
    }

    @Override
    public Optional<Form> visitBinaryOperation(BinaryOperation expr) {
        if (expr.right() instanceof NumberLiteral) {
            return with(expr.left().accept(this), left -> operation(expr, left, expr.right(), expr.matching()));
        }
        if (expr.left() instanceof NumberLiteral) {
            return with(expr.right().accept(this), right -> operation(expr, expr.left(), right, expr.matching()));
        }
        Form left = expr.left().accept(this).orElse(null);
        Form right = expr.right().accept(this).orElse(null);
        VectorMatching matching = expr.matching();
        if (left == null
                || right == null
                || left.hasLabel() != right.hasLabel()
                || matching.cardinality() != Cardinality.ONE_TO_ONE) {
            return Optional.empty();
        }
        // Both sides have the label with one value: comparing it, too, finds the same partners.
        boolean compares = matching.on() == matching.labels().contains(label);
        VectorMatching wider = compares
                ? matching
                : new VectorMatching(
                        matching.cardinality(), matching.on(), toggled(matching.labels()), matching.include());
        boolean keepsLabel = compares || expr.operator().isSetOperator();
        return Optional.of(new Form(operation(expr, left.expr(), right.expr(), wider), left.hasLabel() && keepsLabel));
    }

    private static Optional<Form> with(Optional<Form> inner, UnaryOperator<MetricExpr> around) {
        return inner.map(form -> new Form(around.apply(form.expr()), form.hasLabel()));
    }

    private static BinaryOperation operation(
            BinaryOperation like, MetricExpr left, MetricExpr right, VectorMatching matching) {
        return new BinaryOperation(like.operator(), left, right, matching, like.returnBool(), like.position());
    }

    @Override
    public Optional<Form> visitLabelReplace(LabelReplace expr) {
        if (expr.source().equals(label) || expr.destination().equals(label)) {
            return Optional.empty();
        }
        return with(
                expr.inner().accept(this),
                inner -> new LabelReplace(
                        inner, expr.destination(), expr.replacement(), expr.source(), expr.regex(), expr.position()));
    }

    @Override
    public Optional<Form> visitVector(VectorExpr expr) {
        return Optional.empty();
    }

    @Override
    public Optional<Form> visitNumber(NumberLiteral expr) {
        return Optional.empty();
    }

    /** The labels that could be asked for several values at once, with the value that each has here. */
    static List<LabelMatcher> candidates(MetricExpr expr) {
        List<LabelMatcher> candidates = new ArrayList<>();
        for (LogRange range : LogRanges.in(expr)) {
            range.selector().matchers().stream()
                    .filter(matcher -> matcher.type() == MatchType.EQUAL)
                    .filter(matcher ->
                            !matcher.name().startsWith("__") && !matcher.value().isEmpty())
                    .filter(matcher -> !candidates.contains(matcher))
                    .forEach(candidates::add);
        }
        return candidates;
    }
}
