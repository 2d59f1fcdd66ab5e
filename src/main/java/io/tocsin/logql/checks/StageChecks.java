package io.tocsin.logql.checks;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.UnreadLineFormats;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorOperation;
import java.util.Optional;

/** What Loki checks when it prepares to run a query that it has parsed; the first problem from left to right. */
public final class StageChecks implements MetricExprVisitor<Optional<Problem>> {

    private static final String TOO_WIDE =
            "queries require at least one regexp or equality matcher that does not have an"
                    + " empty-compatible value. For instance, app=~\".*\" does not meet this requirement, but app=~\".+\" will";

    private final PipelineChecks pipelines = new PipelineChecks();

    public Optional<Problem> problemOf(LogqlExpr expr) {
        if (expr instanceof LogSelectorExpr selector) {
            return pipelines.problemOf(selector.stages());
        }
        return problemOf((MetricExpr) expr);
    }

    /** Loki's refusal of a selector that would touch every stream. */
    public static Optional<Problem> widthProblem(LogSelectorExpr selector) {
        boolean narrow = selector.matchers().stream().anyMatch(matcher -> !matcher.matchesValue(""));
        return narrow ? Optional.empty() : Optional.of(tooWide(selector.position()));
    }

    private static Problem tooWide(Position position) {
        return Problem.of(TOO_WIDE, position);
    }

    private Optional<Problem> problemOf(MetricExpr expr) {
        return expr.accept(this);
    }

    @Override
    public Optional<Problem> visitRangeAggregation(RangeAggregation expr) {
        return pipelines.problemOf(UnreadLineFormats.removedFrom(expr));
    }

    @Override
    public Optional<Problem> visitVectorAggregation(VectorAggregation expr) {
        if (!(expr.inner() instanceof NumberLiteral)) {
            return problemOf(expr.inner());
        }
        // Loki splits these by shards, and then misses the streams.
        VectorOperation operation = expr.operation();
        boolean sharded = operation == VectorOperation.SUM
                || operation == VectorOperation.COUNT
                || operation == VectorOperation.AVG;
        return Optional.of(sharded ? tooWide(expr.position()) : literalOperand(expr.inner()));
    }

    private static Problem literalOperand(MetricExpr literal) {
        String text = "unexpected expr type (*syntax.LiteralExpr) for Evaluator type (*logql.DefaultEvaluator)";
        return Problem.of(text, literal.position());
    }

    @Override
    public Optional<Problem> visitBinaryOperation(BinaryOperation expr) {
        return problemOf(expr.left()).or(() -> problemOf(expr.right()));
    }

    @Override
    public Optional<Problem> visitLabelReplace(LabelReplace expr) {
        return expr.inner() instanceof NumberLiteral
                ? Optional.of(literalOperand(expr.inner()))
                : problemOf(expr.inner());
    }

    @Override
    public Optional<Problem> visitVector(VectorExpr expr) {
        return Optional.empty();
    }

    @Override
    public Optional<Problem> visitNumber(NumberLiteral expr) {
        return Optional.empty();
    }
}
