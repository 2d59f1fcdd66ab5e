package io.tocsin.logql.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.regex.GoRegex;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** label_replace; series may end up with the same labels. */
final class LabelReplaceEvaluator implements QueryEvaluator {

    private static final int MOST_CACHED = 100_000;

    private final QueryEvaluator inner;
    private final LabelReplace expr;
    private final Pattern pattern;
    private final Map<SeriesLabels, SeriesLabels> replaced = new HashMap<>();

    LabelReplaceEvaluator(QueryEvaluator inner, LabelReplace expr) {
        this.inner = inner;
        this.expr = expr;
        try {
            this.pattern = GoRegex.compilePattern("^(?:" + expr.regex() + ")$", 0);
        } catch (ConversionException e) {
            throw QueryException.badRequest("parse error : invalid regex in label_replace: " + e.getMessage());
        }
    }

    @Override
    public List<EngineSample> at(int step) {
        List<EngineSample> result = new ArrayList<>();
        if (replaced.size() > MOST_CACHED) {
            replaced.clear();
        }
        for (EngineSample sample : inner.at(step)) {
            result.add(new EngineSample(replaced.computeIfAbsent(sample.labels(), this::replace), sample.value()));
        }
        return result;
    }

    private SeriesLabels replace(SeriesLabels labels) {
        Matcher matcher = pattern.matcher(labels.get(expr.source()));
        if (!matcher.find()) {
            return labels;
        }
        StringBuilder value = new StringBuilder();
        try {
            GoRegex.expand(matcher, expr.replacement(), value, TextBudget.LONGEST_TEXT);
        } catch (ConversionException e) {
            throw QueryException.badRequest("label_replace: " + e.getMessage());
        }
        return labels.with(expr.destination(), value.toString());
    }
}
