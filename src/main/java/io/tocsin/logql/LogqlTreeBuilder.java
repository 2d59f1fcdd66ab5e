package io.tocsin.logql;

import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.GoText;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexSyntax;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Makes the syntax tree from what the generated parser has found. */
final class LogqlTreeBuilder {

    private final SizeLimit limit = new SizeLimit();
    private final SelectorBuilder selectors;
    private final AggregationBuilder aggregations;

    LogqlTreeBuilder() {
        LabelFilterBuilder labelFilters = new LabelFilterBuilder(limit);
        selectors = new SelectorBuilder(new StageBuilder(labelFilters));
        aggregations = new AggregationBuilder(new RangeBuilder(selectors, labelFilters), this);
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

    /** An expression that must not be a log query. */
    Built metric(LogqlGrammar.ExpressionContext context) {
        Built built = expression(context);
        if (built.isLogSelector()) {
            throw notMetric(context.start);
        }
        return built;
    }

    private static RejectedQuery notMetric(Token start) {
        Position position = SelectorBuilder.positionOf(start);
        return new RejectedQuery(Problem.at("syntax error: a metric query is wanted here", position, position.line()));
    }

    private Built expression(LogqlGrammar.ExpressionContext context) {
        if (context.operators.isEmpty()) {
            return operand(context.operands.get(0));
        }
        // Operator precedence by the shunting-yard method: no recursion, however long the chain is.
        Deque<Built> operands = new ArrayDeque<>();
        Deque<LogqlGrammar.BinaryOperatorContext> operators = new ArrayDeque<>();
        operands.push(operand(context.operands.get(0)));
        for (int i = 0; i < context.operators.size(); i++) {
            LogqlGrammar.BinaryOperatorContext operator = context.operators.get(i);
            while (!operators.isEmpty() && bindsFirst(operator(operators.peek()), operator(operator))) {
                reduce(operands, operators.pop());
            }
            LogqlGrammar.OperandContext next = context.operands.get(i + 1);
            rejectAmbiguousGroup(operator, next);
            operators.push(operator);
            operands.push(operand(next));
        }
        while (!operators.isEmpty()) {
            reduce(operands, operators.pop());
        }
        return operands.pop();
    }

    /** A parenthesis behind {@code group_left} always opens its labels, never the right side. */
    private static void rejectAmbiguousGroup(
            LogqlGrammar.BinaryOperatorContext operator, LogqlGrammar.OperandContext right) {
        boolean opens = right.start.getType() == LogqlGrammar.OPEN_PARENTHESIS;
        if (opens && operator.group != null && operator.include == null) {
            Position position = SelectorBuilder.positionOf(right.start);
            throw new RejectedQuery(Problem.at("syntax error: labels are wanted here", position, position.line()));
        }
    }

    private static boolean bindsFirst(BinaryOperator left, BinaryOperator right) {
        return left.precedence() > right.precedence()
                || left.precedence() == right.precedence() && !left.isRightAssociative();
    }

    private void reduce(Deque<Built> operands, LogqlGrammar.BinaryOperatorContext context) {
        Built right = operands.pop();
        Built left = operands.pop();
        Built result =
                BinaryOperations.combine(operator(context), left, right, matching(context), context.bool != null);
        if (result.number() == null) {
            limit.countLevel(left.position());
        }
        operands.push(result);
    }

    private static BinaryOperator operator(LogqlGrammar.BinaryOperatorContext context) {
        return switch (GrammarToken.lexeme(context.symbol).type()) {
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

    private static VectorMatching matching(LogqlGrammar.BinaryOperatorContext context) {
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
            return Built.of(selectors.logSelector(context.logs));
        }
        if (context.replaced != null) {
            return labelReplace(context.replaced);
        }
        return context.constant == null ? expression(context.inner) : vector(context.constant);
    }

    private static Built number(LogqlGrammar.NumberContext context) {
        Position position = SelectorBuilder.positionOf(context.start);
        String text = context.value.getText();
        Double value = GoNumberScanner.parse(text);
        if (value == null) {
            return Built.failedLiteral(
                    Problem.of(EagerChecks.literalProblem(text).orElse("no number"), position));
        }
        return Built.of(new NumberLiteral(LabelFilterBuilder.isNegative(context.sign) ? -value : value, position));
    }

    private static Built vector(LogqlGrammar.VectorContext context) {
        Position position = SelectorBuilder.positionOf(context.start);
        String text = context.value.getText();
        Double value = GoNumberScanner.parse(text);
        if (value == null) {
            String problem = "unable to parse vectorExpr as a float: "
                    + EagerChecks.floatProblem(text).orElse("");
            return Built.failed(Problem.of(problem, position));
        }
        // Loki prints each query and parses it again, and vectors with six decimals.
        return Built.of(new VectorExpr(Double.parseDouble(GoText.fixedNumber(value)), position));
    }

    private Built labelReplace(LogqlGrammar.LabelReplaceContext context) {
        Built inner = metric(context.inner);
        String regex = context.regex.getText();
        String problem = RegexSyntax.problemOf("^(?:" + regex + ")$").orElse(null);
        if (problem != null) {
            return Built.failed(Problem.of(
                    "invalid regex in label_replace: " + problem, SelectorBuilder.positionOf(context.regex)));
        }
        return inner.problem() != null
                ? inner
                : Built.of(new LabelReplace(
                        inner.metric(),
                        context.destination.getText(),
                        context.replacement.getText(),
                        context.source.getText(),
                        regex,
                        SelectorBuilder.positionOf(context.start)));
    }

    /** The text of an optional token. */
    static @Nullable String text(@Nullable Token token) {
        return token == null ? null : token.getText();
    }
}
