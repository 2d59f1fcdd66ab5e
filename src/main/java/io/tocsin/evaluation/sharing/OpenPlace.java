package io.tocsin.evaluation.sharing;

import io.tocsin.logql.ast.MetricExpr;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one place in which expressions that are asked together may differ. */
sealed interface OpenPlace permits OpenLabel, OpenLiteral {

    /** All such places of an expression, each by itself. */
    static List<OpenPlace> in(MetricExpr expr) {
        return Stream.<OpenPlace>concat(OpenLabel.in(expr).stream(), OpenLiteral.in(expr).stream())
                .toList();
    }

    /** What the expression says there. */
    String value();

    /** The expression with the place left open: the same for all that can be asked together. */
    String shape();

    /** How many different values one question has at most. */
    int mostValues();

    /** How much longer a question gets by the value. */
    int characters();

    /** The expression for several values, its own among them. */
    MetricExpr with(List<String> values);

    /** The label by whose value the answer is split; null when the parts overlap, and steps take each out of it. */
    @Nullable
    String label();

    /** The part of the answer for what has this place's value. */
    PlannedQuestion.AnswerPart part(RemotePart part, List<String> values);
}
