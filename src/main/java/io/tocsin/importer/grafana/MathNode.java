package io.tocsin.importer.grafana;

import java.util.List;

/** A part of a {@code math} expression of Grafana. */
sealed interface MathNode {

    /** A number as it was written. */
    record Figure(String text) implements MathNode {}

    /** {@code $A}: what the query or expression of this name yields. */
    record Named(String refId) implements MathNode {}

    /** {@code !a} or {@code -a}. */
    record Prefixed(char operator, MathNode operand) implements MathNode {}

    /** {@code a + b} and its like; comparisons, {@code &&} and {@code ||} yield 0 or 1. */
    record Operation(String operator, MathNode left, MathNode right) implements MathNode {}

    /** {@code abs($A)}. */
    record FunctionCall(String function, List<MathNode> arguments) implements MathNode {

        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }
}
