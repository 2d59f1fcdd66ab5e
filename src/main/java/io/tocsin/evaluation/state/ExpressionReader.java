package io.tocsin.evaluation.state;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Condition.Comparison;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What evaluation must know of an expression besides its text. What is no LogQL, such as PromQL with its own functions, has
 * no final comparison here; the only loss is the present value in a resolved message.
 */
public final class ExpressionReader {

    private static final int MAX_REMEMBERED = 20_000;

    private final LogqlParser parser = new LogqlParser();
    private final Map<String, Optional<FinalComparison>> remembered = new ConcurrentHashMap<>();

    /**
     * An expression that ends in a comparison, which drops the series that do not satisfy it.
     *
     * @param withoutComparison the expression before it
     * @param condition what it asks; null when it compares with something else than a number
     */
    public record FinalComparison(
            String withoutComparison, @Nullable Condition condition) {}

    /** Empty when the expression does not end in a comparison, or cannot be read. */
    public Optional<FinalComparison> finalComparison(String expression) {
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(expression, this::read);
    }

    private Optional<FinalComparison> read(String expression) {
        try {
            LogqlExpr parsed = parser.parse(expression);
            return parsed instanceof MetricExpr metric ? comparison(metric) : Optional.empty();
        } catch (LogqlSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<FinalComparison> comparison(MetricExpr expression) {
        if (!(expression instanceof BinaryOperation operation)) {
            return Optional.empty();
        }
        if (operation.operator() == BinaryOperator.AND || operation.operator() == BinaryOperator.UNLESS) {
            String unfiltered = comparison(operation.left())
                    .map(FinalComparison::withoutComparison)
                    .orElse(operation.left().toString());
            return Optional.of(new FinalComparison(unfiltered, null));
        }
        if (!operation.operator().isComparison() || operation.returnBool()) {
            return Optional.empty();
        }
        return filter(operation);
    }

    /** A comparison with a number keeps the vector's values, on whichever side it stands. */
    private static Optional<FinalComparison> filter(BinaryOperation operation) {
        boolean isLeftNumber = operation.left() instanceof NumberLiteral;
        if (isLeftNumber && operation.right() instanceof NumberLiteral) {
            return Optional.empty();
        }
        if (operation.right() instanceof NumberLiteral threshold) {
            Condition condition = new Condition.Threshold(comparison(operation.operator()), threshold.value());
            return Optional.of(new FinalComparison(operation.left().toString(), condition));
        }
        if (operation.left() instanceof NumberLiteral threshold) {
            Condition condition =
                    new Condition.Threshold(mirrored(comparison(operation.operator())), threshold.value());
            return Optional.of(new FinalComparison(operation.right().toString(), condition));
        }
        return operation.matching().cardinality() == VectorMatching.Cardinality.ONE_TO_MANY
                ? Optional.empty()
                : Optional.of(new FinalComparison(operation.left().toString(), null));
    }

    private static Comparison comparison(BinaryOperator operator) {
        return switch (operator) {
            case EQUAL -> Comparison.EQUAL;
            case NOT_EQUAL -> Comparison.NOT_EQUAL;
            case LESS -> Comparison.LESS;
            case LESS_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            case GREATER -> Comparison.GREATER;
            case GREATER_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case OR, AND, UNLESS, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException(operator + " does not compare");
        };
    }

    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case EQUAL, NOT_EQUAL -> comparison;
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
        };
    }
}
