package io.tocsin.logql.ast;

/** One method per kind of {@link MetricExpr}. */
public interface MetricExprVisitor<R> {

    R visitRangeAggregation(RangeAggregation expr);

    R visitVectorAggregation(VectorAggregation expr);

    R visitBinaryOperation(BinaryOperation expr);

    R visitLabelReplace(LabelReplace expr);

    R visitVector(VectorExpr expr);

    R visitNumber(NumberLiteral expr);
}
