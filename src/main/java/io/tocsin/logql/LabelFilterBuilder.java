package io.tocsin.logql;

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
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Builds label filters, with Loki's precedence. */
final class LabelFilterBuilder {

    private final SizeLimit limit;

    LabelFilterBuilder(SizeLimit limit) {
        this.limit = limit;
    }

    LabelFilter build(LogqlGrammar.LabelFilterContext context) {
        return context.rest.isEmpty() ? condition(context.first) : new Chain(context).build();
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
            long bytes = ByteSizes.rounded(GrammarToken.lexeme(context.bytes).bytes());
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

    static boolean isNegative(@org.jspecify.annotations.Nullable Token sign) {
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
    private final class Chain {

        private final LabelFilter[] conditions;
        private final List<LogqlGrammar.JoinedConditionContext> joins;

        Chain(LogqlGrammar.LabelFilterContext context) {
            joins = context.rest;
            conditions = new LabelFilter[joins.size() + 1];
            conditions[0] = condition(context.first);
            for (int i = 0; i < joins.size(); i++) {
                conditions[i + 1] = condition(joins.get(i).condition);
            }
        }

        /** Works from the last comma to the first, since each takes the whole rest. */
        LabelFilter build() {
            int end = conditions.length;
            LabelFilter rest = null;
            for (int i = joins.size() - 1; i >= -1; i--) {
                if (i < 0 || isComma(i)) {
                    LabelFilter last = conditions[end - 1];
                    conditions[end - 1] = rest == null ? last : and(last, rest);
                    rest = segment(i + 1, end);
                    end = i + 1;
                }
            }
            return rest == null ? conditions[0] : rest;
        }

        /** Conditions that only {@code and} and {@code or} join. */
        private LabelFilter segment(int from, int to) {
            LabelFilter alternatives = null;
            LabelFilter product = conditions[from];
            for (int i = from + 1; i < to; i++) {
                if (isOr(i - 1)) {
                    alternatives = alternatives == null ? product : or(alternatives, product);
                    product = conditions[i];
                } else {
                    product = and(product, conditions[i]);
                }
            }
            return alternatives == null ? product : or(alternatives, product);
        }

        private boolean isComma(int join) {
            Token token = joins.get(join).join;
            return token == null || token.getType() == LogqlGrammar.COMMA;
        }

        private boolean isOr(int join) {
            Token token = joins.get(join).join;
            return token != null && token.getType() == LogqlGrammar.OR;
        }

        private LabelFilter and(LabelFilter left, LabelFilter right) {
            limit.countOperator(left.position());
            return new AndLabelFilter(left, right, left.position());
        }

        private LabelFilter or(LabelFilter left, LabelFilter right) {
            limit.countOperator(left.position());
            return new OrLabelFilter(left, right, left.position());
        }
    }
}
