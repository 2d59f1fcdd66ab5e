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
    Term join(Term left, String operator, Term right, Term.Kind kind) {
        boolean isCalculation = left.kind() == Term.Kind.NUMBER && right.kind() == Term.Kind.NUMBER;
        Matching matching = left.kind() == Term.Kind.NUMBER || right.kind() == Term.Kind.NUMBER
                ? new Matching("", left.kind() == Term.Kind.NUMBER ? right.labels() : left.labels())
                : matching(left.labels(), right.labels());
        return new Term(
                left.operand() + " " + operator + " " + matching.words() + right.operand(),
                isCalculation ? Term.Kind.NUMBER : kind,
                false,
                matching.labels());
    }

    /** How the sides find each other, and the labels of what comes out. */
    private record Matching(String words, @Nullable ProducedLabels labels) {}

    private Matching matching(@Nullable ProducedLabels left, @Nullable ProducedLabels right) {
        if (left == null || right == null || left.isOpen() || right.isOpen()) {
            whenLabelsAreUnknown.run();
            return new Matching("", left);
        }
        if (left.names().equals(right.names())) {
            return new Matching("", left);
        }
        if (left.names().containsAll(right.names())) {
            return new Matching("on (" + String.join(", ", right.names()) + ") group_left () ", left);
        }
        if (right.names().containsAll(left.names())) {
            return new Matching("on (" + String.join(", ", left.names()) + ") group_right () ", right);
        }
        whenLabelsAreUnknown.run();
        return new Matching("", left);
    }
}
