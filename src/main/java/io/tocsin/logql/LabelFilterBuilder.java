package io.tocsin.logql;

import io.tocsin.logql.ast.BytesLabelFilter;
import io.tocsin.logql.ast.ComparisonOperator;
import io.tocsin.logql.ast.DurationLabelFilter;
import io.tocsin.logql.ast.IpLabelFilter;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.NumberLabelFilter;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.StringLabelFilter;
import io.tocsin.logql.checks.Problem;
import io.tocsin.text.go.ByteSizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds label filters, with Loki's precedence. */
final class LabelFilterBuilder {

    private final SizeLimit limit;

    LabelFilterBuilder(SizeLimit limit) {
        this.limit = limit;
    }

    LabelFilter build(LogqlGrammar.LabelFilterContext context) {
        return context.rest.isEmpty() ? condition(context.first) : chain(context);
    }

    private LabelFilter condition(LogqlGrammar.LabelConditionContext context) {
        if (context.inner != null) {
            return build(context.inner);
        }
        Position position = SelectorBuilder.positionOf(context.start);
        String label = context.label.getText();
        if (context.text != null) {
            return new StringLabelFilter(
                    SelectorBuilder.matcher(context.label, context.operator, context.text), position);
        }
        ComparisonOperator operator =
                operator(GrammarToken.lexeme(context.operator).type());
        if (context.address != null) {
            return new IpLabelFilter(
                    label, operator == ComparisonOperator.NOT_EQUAL, context.address.getText(), position);
        }
        if (context.duration != null) {
            return new DurationLabelFilter(
                    label, operator, GrammarToken.lexeme(context.duration).duration(), position);
        }
        if (context.bytes != null) {
            long bytes =
                    ByteSizes.roundAsPrinted(GrammarToken.lexeme(context.bytes).bytes());
            return new BytesLabelFilter(label, operator, bytes, position);
        }
        return new NumberLabelFilter(label, operator, number(context.literal), position);
    }

    private static double number(LogqlGrammar.NumberContext context) {
        Double value = GoNumberScanner.parse(context.value.getText());
        if (value == null) {
            throw new RejectedQuery(Problem.of(
                    EagerChecks.literalProblem(context.value.getText()).orElse("no number"),
                    SelectorBuilder.positionOf(context.start)));
        }
        return isNegative(context.sign) ? -value : value;
    }

    static boolean isNegative(@Nullable Token sign) {
        return sign != null && sign.getType() == LogqlGrammar.SUB;
    }

    private static ComparisonOperator operator(TokenType type) {
        return switch (type) {
            case EQ, CMP_EQ -> ComparisonOperator.EQUAL;
            case NEQ -> ComparisonOperator.NOT_EQUAL;
            case LT -> ComparisonOperator.LESS;
            case LTE -> ComparisonOperator.LESS_OR_EQUAL;
            case GT -> ComparisonOperator.GREATER;
            case GTE -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> throw new IllegalStateException("no comparison: " + type);
        };
    }

    /**
     * A sequence of conditions. {@code and} binds tighter than {@code or}, both to the left; but a comma, or nothing at
     * all, takes everything that follows as its right side: {@code a and b, c or d} is {@code a and (b and (c or d))}.
     */
    private LabelFilter chain(LogqlGrammar.LabelFilterContext context) {
        List<LogqlGrammar.JoinedConditionContext> joins = context.rest;
        List<LabelFilter> alternatives = new ArrayList<>();
        List<LabelFilter> product = new ArrayList<>();
        // From the last condition to the first, since a comma takes all that follows; hence the reversed lists.
        for (int i = joins.size(); i >= 0; i--) {
            product.add(condition(i == 0 ? context.first : joins.get(i - 1).condition));
            Token join = i == 0 ? null : joins.get(i - 1).join;
            if (i == 0 || join != null && join.getType() == LogqlGrammar.OR) {
                alternatives.add(FilterTrees.all(reversed(product)));
                product.clear();
            } else if (join == null || join.getType() == LogqlGrammar.COMMA) {
                alternatives.add(FilterTrees.all(reversed(product)));
                product.clear();
                if (alternatives.size() > 1) {
                    limit.countLevel(alternatives.get(0).position());
                }
                product.add(FilterTrees.any(reversed(alternatives)));
                alternatives.clear();
            }
        }
        return FilterTrees.any(reversed(alternatives));
    }

    private static List<LabelFilter> reversed(List<LabelFilter> filters) {
        List<LabelFilter> reversed = new ArrayList<>(filters);
        Collections.reverse(reversed);
        return reversed;
    }
}
