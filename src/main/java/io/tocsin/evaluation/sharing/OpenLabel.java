package io.tocsin.evaluation.sharing;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.MetricExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The value of a label that all selectors of an expression ask for: {@code job="ocr"}.
 *
 * @param keepsLabel whether the expression's own series have the label
 */
record OpenLabel(MetricExpr expr, String label, String value, String shape, boolean keepsLabel) implements OpenPlace {

    static List<OpenPlace> in(MetricExpr expr) {
        List<OpenPlace> places = new ArrayList<>();
        for (LabelMatcher candidate : LabelledForm.candidates(expr)) {
            String label = candidate.name();
            if (ValuePattern.isQuotable(candidate.value())) {
                expr.accept(new LabelledForm(label, candidate.value(), LabelMatcher.equal(label, "")))
                        .ifPresent(form -> places.add(new OpenLabel(
                                expr, label, candidate.value(), label + ' ' + form.expr(), form.hasLabel())));
            }
        }
        return places;
    }

    @Override
    public int mostValues() {
        return QuestionPlan.MOST_VALUES;
    }

    @Override
    public int characters() {
        return ValuePattern.quote(value).length() + 1;
    }

    @Override
    public MetricExpr with(List<String> values) {
        String pattern = values.stream().map(ValuePattern::quote).collect(Collectors.joining("|"));
        LabelMatcher matcher = new LabelMatcher(label, MatchType.REGEX, pattern);
        return expr.accept(new LabelledForm(label, value, matcher))
                .orElseThrow()
                .expr();
    }

    @Override
    public PlannedQuestion.AnswerPart part(RemotePart part, List<String> values) {
        return new PlannedQuestion.AnswerPart(part.expression(), value, keepsLabel, part.steps());
    }
}
