package io.tocsin.logql.ast;

import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.Quoting;

/** Appends metric expressions to a text, with parentheses only where precedence needs them. */
final class MetricPrinter implements MetricExprVisitor<StringBuilder> {

    private final StringBuilder text;

    MetricPrinter(StringBuilder text) {
        this.text = text;
    }

    @Override
    public StringBuilder visitRangeAggregation(RangeAggregation expr) {
        text.append(expr.operation().keyword()).append('(');
        Double parameter = expr.parameter();
        if (parameter != null) {
            text.append(GoFloats.inQuery(parameter)).append(", ");
        }
        text.append(LogqlPrinter.print(expr.range())).append(')');
        Grouping grouping = expr.grouping();
        return grouping == null ? text : text.append(' ').append(LogqlPrinter.print(grouping));
    }

    @Override
    public StringBuilder visitVectorAggregation(VectorAggregation expr) {
        text.append(expr.operation().keyword());
        if (!expr.grouping().isSingleton()) {
            text.append(' ').append(LogqlPrinter.print(expr.grouping())).append(' ');
        }
        text.append('(');
        if (expr.operation().requiresParameter()) {
            text.append(expr.parameter()).append(", ");
        }
        return expr.inner().accept(this).append(')');
    }

    @Override
    public StringBuilder visitBinaryOperation(BinaryOperation expr) {
        appendSide(expr.left(), expr.operator(), expr.operator().isRightAssociative());
        text.append(' ').append(expr.operator().symbol());
        if (expr.returnBool()) {
            text.append(" bool");
        }
        appendMatching(expr.matching());
        text.append(' ');
        return appendSide(expr.right(), expr.operator(), !expr.operator().isRightAssociative());
    }

    private StringBuilder appendSide(MetricExpr side, BinaryOperator parent, boolean parenthesizeEqual) {
        if (side instanceof BinaryOperation child) {
            int difference = child.operator().precedence() - parent.precedence();
            if (difference < 0 || difference == 0 && parenthesizeEqual) {
                text.append('(');
                return child.accept(this).append(')');
            }
        }
        return side.accept(this);
    }

    private void appendMatching(VectorMatching matching) {
        if (matching.equals(VectorMatching.DEFAULT)) {
            return;
        }
        text.append(matching.on() ? " on " : " ignoring ").append(LogqlPrinter.list(matching.labels()));
        switch (matching.cardinality()) {
            case ONE_TO_ONE -> {}
            case MANY_TO_ONE -> text.append(" group_left ").append(LogqlPrinter.list(matching.include()));
            case ONE_TO_MANY -> text.append(" group_right ").append(LogqlPrinter.list(matching.include()));
        }
    }

    @Override
    public StringBuilder visitLabelReplace(LabelReplace expr) {
        text.append("label_replace(");
        expr.inner().accept(this);
        return text.append(", ")
                .append(Quoting.quote(expr.destination()))
                .append(", ")
                .append(Quoting.quote(expr.replacement()))
                .append(", ")
                .append(Quoting.quote(expr.source()))
                .append(", ")
                .append(Quoting.quote(expr.regex()))
                .append(')');
    }

    @Override
    public StringBuilder visitVector(VectorExpr expr) {
        return text.append("vector(").append(GoFloats.inQuery(expr.value())).append(')');
    }

    @Override
    public StringBuilder visitNumber(NumberLiteral expr) {
        if (Double.isNaN(expr.value())) {
            return text.append("(0 / 0)");
        }
        if (Double.isInfinite(expr.value())) {
            // No literal stands for infinity, but the product overflows to it when it is parsed.
            return text.append(expr.value() > 0 ? "(1e+308 * 10)" : "(-1e+308 * 10)");
        }
        return text.append(LogqlPrinter.literal(GoFloats.inQuery(expr.value())));
    }
}
