package io.tocsin.importer.grafana;

import io.tocsin.rule.lint.ProducedLabels;
import org.jspecify.annotations.Nullable;

/**
 * Puts two terms together. Grafana joins series whose labels are equal, or those of one are among those of the other; LogQL
 * and PromQL have to be told.
 */
final class TermJoin {

    private final Runnable whenLabelsAreUnknown;

    /** @param whenLabelsAreUnknown called when nobody can say whether the series of both sides find each other */
    TermJoin(Runnable whenLabelsAreUnknown) {
        this.whenLabelsAreUnknown = whenLabelsAreUnknown;
    }

    /** @param operator with {@code bool} where it is a comparison */
    Term join(Term left, String operator, Term right, Term.TermKind kind) {
        boolean isCalculation = left.kind() == Term.TermKind.NUMBER && right.kind() == Term.TermKind.NUMBER;
        Joined matching = left.kind() == Term.TermKind.NUMBER || right.kind() == Term.TermKind.NUMBER
                ? new Joined("", left.kind() == Term.TermKind.NUMBER ? right.labels() : left.labels())
                : matching(left.labels(), right.labels());
        return new Term(
                left.operand() + " " + operator + " " + matching.words() + right.operand(),
                isCalculation ? Term.TermKind.NUMBER : kind,
                false,
                matching.labels());
    }

    /** How the sides find each other, and the labels of what comes out. */
    private record Joined(String words, @Nullable ProducedLabels labels) {}

    private Joined matching(@Nullable ProducedLabels left, @Nullable ProducedLabels right) {
        if (left == null || right == null || left.isOpen() || right.isOpen()) {
            whenLabelsAreUnknown.run();
            return new Joined("", left);
        }
        if (left.names().equals(right.names())) {
            return new Joined("", left);
        }
        if (left.names().containsAll(right.names())) {
            return new Joined("on (" + String.join(", ", right.names()) + ") group_left () ", left);
        }
        if (right.names().containsAll(left.names())) {
            return new Joined("on (" + String.join(", ", left.names()) + ") group_right () ", right);
        }
        whenLabelsAreUnknown.run();
        return new Joined("", left);
    }
}
