package io.tocsin.rule;

import java.util.List;

/** Checks the queries of rules when they are loaded. What a query may be depends on the data source it goes to. */
public interface ExpressionCheck {

    /** Accepts everything: for data sources whose language is not known here. */
    ExpressionCheck NONE = new ExpressionCheck() {

        @Override
        public List<ExpressionProblem> ofExpression(String expression, String dataSource) {
            return List.of();
        }

        @Override
        public List<ExpressionProblem> ofLogQuery(String query, String dataSource) {
            return List.of();
        }
    };

    /** A mistake in a query; line and column are 1-based and count within the query. */
    record ExpressionProblem(int line, int column, String message) {}

    /** Whether queries to the data source of this name are LogQL. */
    default boolean speaksLogql(String dataSource) {
        return true;
    }

    /** Problems of a rule's {@code expr}, which must yield numbers. */
    List<ExpressionProblem> ofExpression(String expression, String dataSource);

    /** Problems of a query for evidence, or of one to watch, which must yield log lines. */
    List<ExpressionProblem> ofLogQuery(String query, String dataSource);
}
