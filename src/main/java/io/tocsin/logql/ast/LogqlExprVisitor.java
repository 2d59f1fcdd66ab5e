package io.tocsin.logql.ast;

/** Tells the two kinds of query apart. */
public interface LogqlExprVisitor<R> {

    R visitLogSelector(LogSelectorExpr expr);

    R visitMetric(MetricExpr expr);
}
