package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.ast.VectorMatching.Cardinality;
import io.tocsin.logql.engine.QueryResult.Sample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An operation of two vectors whose samples find each other by their labels. */
final class VectorOperationEvaluator implements Evaluator {

    private final Evaluator left;
    private final Evaluator right;
    private final BinaryOperator operator;
    private final VectorMatching matching;
    private final boolean filters;

    VectorOperationEvaluator(Evaluator left, Evaluator right, BinaryOperation operation) {
        this.left = left;
        this.right = right;
        this.operator = operation.operator();
        this.matching = operation.matching();
        this.filters = operation.operator().isComparison() && !operation.returnBool();
    }

    @Override
    public List<Sample> at(int step) {
        List<Sample> rights = right.at(step);
        List<Sample> lefts = left.at(step);
        return switch (operator) {
            case AND -> intersect(lefts, rights, true);
            case UNLESS -> rights.isEmpty() ? lefts : intersect(lefts, rights, false);
            case OR -> unite(lefts, rights);
            default -> combine(lefts, rights);
        };
    }

    private SeriesLabels signature(Sample sample) {
        SeriesLabels labels = sample.labels();
        return matching.on() ? labels.keep(matching.labels()).withoutEmpty() : labels.without(matching.labels());
    }

    private List<Sample> intersect(List<Sample> lefts, List<Sample> rights, boolean wanted) {
        Set<SeriesLabels> signatures = new HashSet<>();
        rights.forEach(sample -> signatures.add(signature(sample)));
        List<Sample> result = new ArrayList<>();
        for (Sample sample : lefts) {
            if (signatures.contains(signature(sample)) == wanted) {
                result.add(sample);
            }
        }
        return result;
    }

    private List<Sample> unite(List<Sample> lefts, List<Sample> rights) {
        Set<SeriesLabels> signatures = new HashSet<>();
        lefts.forEach(sample -> signatures.add(signature(sample)));
        List<Sample> result = new ArrayList<>(lefts);
        for (Sample sample : rights) {
            if (!signatures.contains(signature(sample))) {
                result.add(sample);
            }
        }
        return result;
    }

    private List<Sample> combine(List<Sample> lefts, List<Sample> rights) {
        boolean isSwapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        List<Sample> many = isSwapped ? rights : lefts;
        Map<SeriesLabels, Sample> ones = bySignature(isSwapped ? lefts : rights, isSwapped);
        Map<SeriesLabels, Set<SeriesLabels>> matched = new HashMap<>();
        List<Sample> result = new ArrayList<>();
        for (Sample sample : many) {
            SeriesLabels signature = signature(sample);
            Sample one = ones.get(signature);
            if (one != null) {
                SeriesLabels labels = resultLabels(sample.labels(), one.labels());
                checkUnique(matched, signature, labels);
                addResult(labels, isSwapped ? one : sample, isSwapped ? sample : one, result);
            }
        }
        return result;
    }

    private Map<SeriesLabels, Sample> bySignature(List<Sample> samples, boolean isSwapped) {
        Map<SeriesLabels, Sample> bySignature = new HashMap<>();
        for (Sample sample : samples) {
            if (bySignature.put(signature(sample), sample) != null) {
                throw QueryException.internal("found duplicate series on the " + (isSwapped ? "left" : "right")
                        + " hand-side;many-to-many matching not allowed: matching labels must be unique on one side");
            }
        }
        return bySignature;
    }

    private void checkUnique(
            Map<SeriesLabels, Set<SeriesLabels>> matched, SeriesLabels signature, SeriesLabels labels) {
        Set<SeriesLabels> earlier = matched.get(signature);
        if (earlier == null) {
            matched.put(signature, new HashSet<>(Set.of(labels)));
        } else if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            throw QueryException.internal(
                    "multiple matches for labels: many-to-one matching must be explicit " + "(group_left/group_right)");
        } else if (!earlier.add(labels)) {
            throw QueryException.internal("multiple matches for labels: grouping labels must ensure unique matches");
        }
    }

    private SeriesLabels resultLabels(SeriesLabels many, SeriesLabels one) {
        SeriesLabels labels = many.withoutEmpty();
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            labels = matching.on() ? labels.keep(matching.labels()) : labels.without(matching.labels());
        }
        for (String name : matching.include()) {
            labels = labels.with(name, one.get(name));
        }
        return labels;
    }

    private void addResult(SeriesLabels labels, Sample first, Sample second, List<Sample> result) {
        if (!filters) {
            result.add(new Sample(labels, operator.apply(first.value(), second.value())));
        } else if (operator.holds(first.value(), second.value())) {
            result.add(new Sample(labels, first.value()));
        }
    }
}
