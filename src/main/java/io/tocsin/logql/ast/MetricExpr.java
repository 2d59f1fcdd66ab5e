package io.tocsin.logql.ast;

/** An expression whose value is a vector of samples, or a single number. */
public sealed interface MetricExpr extends LogqlExpr
        permits RangeAggregation, VectorAggregation, BinaryOperation, LabelReplace, VectorExpr, NumberLiteral {

    <R> R accept(MetricExprVisitor<R> visitor);
}
