package io.tocsin.logql.ast;

/** A LogQL query: one that yields log lines or one that yields numbers. */
public sealed interface LogqlExpr permits LogSelectorExpr, MetricExpr {

    Position position();
}
