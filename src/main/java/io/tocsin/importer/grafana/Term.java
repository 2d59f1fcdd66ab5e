package io.tocsin.importer.grafana;

import io.tocsin.rule.lint.ProducedLabels;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the expression that a rule gets.
 *
 * @param kind what it is
 * @param isWhole whether it can stand beside an operator without brackets
 * @param labels those of its series; null when nobody knows
 */
record Term(
        String text,
        TermKind kind,
        boolean isWhole,
        @Nullable ProducedLabels labels) {

    /** What a term yields. */
    enum TermKind {
        NUMBER,
        VALUES,
        /** 0 or 1. */
        TRUTH
    }

    static Term number(String text) {
        return new Term(text, TermKind.NUMBER, true, new ProducedLabels(false, Set.of()));
    }

    /** As one side of an operation. */
    String operand() {
        return isWhole ? text : "(" + text + ")";
    }

    /** As 0 or 1, as {@code &&} reads it. */
    Term truth() {
        return kind == TermKind.TRUTH ? this : new Term(operand() + " != bool 0", TermKind.TRUTH, false, labels);
    }
}
