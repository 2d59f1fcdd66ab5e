package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexArguments;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Makes the syntax tree from what the generated parser has found. */
final class LogqlTreeBuilder {

    private final SizeLimit limit = new SizeLimit();
    private final PipelineBuilder pipelines;
    private final AggregationBuilder aggregations;

    LogqlTreeBuilder() {
        LabelFilterBuilder labelFilters = new LabelFilterBuilder(limit);
        pipelines = new PipelineBuilder(labelFilters);
        aggregations = new AggregationBuilder(pipelines, labelFilters, this);
    }

    LogqlExpr build(LogqlGrammar.QueryContext context) {
        Built built = expression(context.root);
        Problem problem = built.problem();
        LogqlExpr expr = built.expr();
        if (problem != null || expr == null) {
            throw new RejectedQuery(problem == null ? Problem.of("no query", built.position()) : problem);
        }
        return expr;
    }

    Built expression(LogqlGrammar.ExpressionContext context) {
        if (context.rest.isEmpty()) {
            return operand(context.first);
        }
        // Operator precedence by the shunting-yard method: no recursion, however long the chain is.
        Deque<Built> operands = new ArrayDeque<>();
        Deque<LogqlGrammar.RightSideContext> operators = new ArrayDeque<>();
        operands.push(operand(context.first));
        for (LogqlGrammar.RightSideContext next : context.rest) {
            while (!operators.isEmpty() && bindsFirst(operator(operators.peek()), operator(next))) {
                reduce(operands, operators.pop());
            }
            operators.push(next);
            operands.push(next.right == null ? plainOperand(next.bare) : operand(next.right));
        }
        while (!operators.isEmpty()) {
            reduce(operands, operators.pop());
        }
        return operands.pop();
    }

    private static boolean bindsFirst(BinaryOperator left, BinaryOperator right) {
        return left.precedence() > right.precedence()
                || left.precedence() == right.precedence() && !left.isRightAssociative();
    }

    private void reduce(Deque<Built> operands, LogqlGrammar.RightSideContext context) {
        Built right = operands.pop();
        Built left = operands.pop();
        Built result = Built.combine(operator(context), left, right, matching(context), context.bool != null);
        if (result.number() == null) {
            limit.countLevel(left.position());
        }
        operands.push(result);
    }

    private static BinaryOperator operator(LogqlGrammar.RightSideContext context) {
        return switch (Lexeme.of(context.symbol).type()) {
            case OR -> BinaryOperator.OR;
            case AND -> BinaryOperator.AND;
            case UNLESS -> BinaryOperator.UNLESS;
            case CMP_EQ -> BinaryOperator.EQUAL;
            case NEQ -> BinaryOperator.NOT_EQUAL;
            case LT -> BinaryOperator.LESS;
            case LTE -> BinaryOperator.LESS_OR_EQUAL;
            case GT -> BinaryOperator.GREATER;
            case GTE -> BinaryOperator.GREATER_OR_EQUAL;
            case ADD -> BinaryOperator.ADD;
            case SUB -> BinaryOperator.SUBTRACT;
            case MUL -> BinaryOperator.MULTIPLY;
            case DIV -> BinaryOperator.DIVIDE;
            case MOD -> BinaryOperator.MODULO;
            case POW -> BinaryOperator.POWER;
            default -> throw new IllegalStateException("no operator: " + context.symbol.getType());
        };
    }

    private static VectorMatching matching(LogqlGrammar.RightSideContext context) {
        if (context.match == null) {
            return VectorMatching.DEFAULT;
        }
        VectorMatching.Cardinality cardinality = VectorMatching.Cardinality.ONE_TO_ONE;
        if (context.group != null) {
            cardinality = context.group.getType() == LogqlGrammar.GROUP_LEFT
                    ? VectorMatching.Cardinality.MANY_TO_ONE
                    : VectorMatching.Cardinality.ONE_TO_MANY;
        }
        return new VectorMatching(
                cardinality,
                context.match.getType() == LogqlGrammar.ON,
                AggregationBuilder.texts(context.labels),
                context.include == null ? List.of() : AggregationBuilder.texts(context.include));
    }

    private Built operand(LogqlGrammar.OperandContext context) {
        return context.plain == null ? expression(context.inner) : plainOperand(context.plain);
    }

    private Built plainOperand(LogqlGrammar.PlainOperandContext context) {
        if (context.ranged != null) {
            return aggregations.range(context.ranged);
        }
        if (context.aggregated != null) {
            return aggregations.vector(context.aggregated);
        }
        if (context.literal != null) {
            return number(context.literal);
        }
        if (context.logs != null) {
            return Built.of(pipelines.logSelector(context.logs.streams, context.logs.stages));
        }
        return context.replaced == null ? vector(context.constant) : labelReplace(context.replaced);
    }

    private static Built number(LogqlGrammar.NumberContext context) {
        Position position = Lexeme.positionOf(context.start);
        Optional<String> problem = literalProblem(context.value.getText());
        return problem.isPresent()
                ? Built.failedLiteral(Problem.of(problem.get(), position))
                : Built.of(new NumberLiteral(value(context), position));
    }

    /** The value of a number that Go can read. */
    static double value(LogqlGrammar.NumberContext context) {
        double value = value(context.value);
        return context.sign != null && context.sign.getType() == LogqlGrammar.SUB ? -value : value;
    }

    /** The value of a literal that Go can read. */
    static double value(Token literal) {
        return GoFloats.parse(literal.getText());
    }

    /** Why Go reads no number from a literal, in Loki's words. */
    static Optional<String> literalProblem(String text) {
        return floatProblem(text).map(problem -> "unable to parse literal as a float: " + problem);
    }

    /** Why Go's {@code ParseFloat} refuses a text. */
    static Optional<String> floatProblem(String text) {
        try {
            GoFloats.parse(text);
            return Optional.empty();
        } catch (ConversionException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static Built vector(LogqlGrammar.VectorContext context) {
        Position position = Lexeme.positionOf(context.start);
        Optional<String> problem = floatProblem(context.value.getText());
        if (problem.isPresent()) {
            return Built.failed(Problem.of("unable to parse vectorExpr as a float: " + problem.get(), position));
        }
        // Loki prints each query and parses it again, and vectors with six decimals.
        return Built.of(new VectorExpr(Double.parseDouble(GoFloats.fixed(value(context.value), 6)), position));
    }

    private Built labelReplace(LogqlGrammar.LabelReplaceContext context) {
        Built inner = expression(context.inner);
        String regex = context.regex.getText();
        String problem = RegexArguments.problemOf("^(?:" + regex + ")$").orElse(null);
        if (problem != null) {
            return Built.failed(
                    Problem.of("invalid regex in label_replace: " + problem, Lexeme.positionOf(context.regex)));
        }
        return inner.problem() != null
                ? inner
                : Built.of(new LabelReplace(
                        inner.metric(),
                        context.destination.getText(),
                        context.replacement.getText(),
                        context.source.getText(),
                        regex,
                        Lexeme.positionOf(context.start)));
    }
}
