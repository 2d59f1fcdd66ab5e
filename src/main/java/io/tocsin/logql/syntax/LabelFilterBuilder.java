package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.AndLabelFilter;
import io.tocsin.logql.ast.BytesLabelFilter;
import io.tocsin.logql.ast.ComparisonOperator;
import io.tocsin.logql.ast.DurationLabelFilter;
import io.tocsin.logql.ast.IpLabelFilter;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.NumberLabelFilter;
import io.tocsin.logql.ast.OrLabelFilter;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.StringLabelFilter;
import io.tocsin.text.go.ByteSizes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;
import org.antlr.v4.runtime.Token;

/**
 * Builds label filters, with Loki's precedence, as trees of little depth. That is allowed because {@code and} and
 * {@code or} are associative, also in which side they look at first; a list of a thousand hosts then needs ten levels,
 * not a thousand.
 */
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
        Position position = Lexeme.positionOf(context.start);
        String label = context.label.getText();
        if (context.text != null) {
            return new StringLabelFilter(
                    PipelineBuilder.matcher(context.label, context.operator, context.text), position);
        }
        ComparisonOperator operator = operator(Lexeme.of(context.operator).type());
        if (context.address != null) {
            return new IpLabelFilter(
                    label, operator == ComparisonOperator.NOT_EQUAL, context.address.getText(), position);
        }
        if (context.duration != null) {
            return new DurationLabelFilter(
                    label, operator, Lexeme.of(context.duration).duration(), position);
        }
        if (context.bytes != null) {
            long bytes = ByteSizes.roundAsPrinted(Lexeme.of(context.bytes).bytes());
            return new BytesLabelFilter(label, operator, bytes, position);
        }
        return new NumberLabelFilter(label, operator, LogqlTreeBuilder.value(context.literal), position);
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
                alternatives.add(all(reversed(product)));
                product.clear();
            } else if (join == null || join.getType() == LogqlGrammar.COMMA) {
                alternatives.add(all(reversed(product)));
                product.clear();
                if (alternatives.size() > 1) {
                    limit.countLevel(alternatives.get(0).position());
                }
                product.add(any(reversed(alternatives)));
                alternatives.clear();
            }
        }
        return any(reversed(alternatives));
    }

    private static List<LabelFilter> reversed(List<LabelFilter> filters) {
        List<LabelFilter> reversed = new ArrayList<>(filters);
        Collections.reverse(reversed);
        return reversed;
    }

    private static LabelFilter all(List<LabelFilter> filters) {
        List<LabelFilter> leaves = new ArrayList<>();
        for (LabelFilter filter : filters) {
            collectAnd(filter, leaves);
        }
        return balanced(leaves, (left, right) -> new AndLabelFilter(left, right, left.position()));
    }

    private static LabelFilter any(List<LabelFilter> filters) {
        List<LabelFilter> leaves = new ArrayList<>();
        for (LabelFilter filter : filters) {
            collectOr(filter, leaves);
        }
        return balanced(leaves, (left, right) -> new OrLabelFilter(left, right, left.position()));
    }

    private static void collectAnd(LabelFilter root, List<LabelFilter> leaves) {
        Deque<LabelFilter> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            LabelFilter filter = open.pop();
            if (filter instanceof AndLabelFilter and) {
                open.push(and.right());
                open.push(and.left());
            } else {
                leaves.add(filter);
            }
        }
    }

    private static void collectOr(LabelFilter root, List<LabelFilter> leaves) {
        Deque<LabelFilter> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            LabelFilter filter = open.pop();
            if (filter instanceof OrLabelFilter or) {
                open.push(or.right());
                open.push(or.left());
            } else {
                leaves.add(filter);
            }
        }
    }

    private static LabelFilter balanced(List<LabelFilter> leaves, BinaryOperator<LabelFilter> join) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        // The left half is the larger one, as in a chain that is read from the left.
        int middle = (leaves.size() + 1) / 2;
        return join.apply(
                balanced(leaves.subList(0, middle), join), balanced(leaves.subList(middle, leaves.size()), join));
    }
}
