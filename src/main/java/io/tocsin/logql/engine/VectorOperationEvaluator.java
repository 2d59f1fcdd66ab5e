package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.ast.VectorMatching.Cardinality;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An operation of two vectors whose samples find each other by their labels. */
final class VectorOperationEvaluator implements QueryEvaluator {

    private final QueryEvaluator left;
    private final QueryEvaluator right;
    private final BinaryOperator operator;
    private final VectorMatching matching;
    private final boolean filters;

    VectorOperationEvaluator(QueryEvaluator left, QueryEvaluator right, BinaryOperation operation) {
        this.left = left;
        this.right = right;
        this.operator = operation.operator();
        this.matching = operation.matching();
        this.filters = operation.operator().isComparison() && !operation.returnBool();
    }

    @Override
    public List<EngineSample> at(int step) {
        List<EngineSample> rights = right.at(step);
        List<EngineSample> lefts = left.at(step);
        return switch (operator) {
            case AND -> intersect(lefts, rights, true);
            case UNLESS -> rights.isEmpty() ? lefts : intersect(lefts, rights, false);
            case OR -> unite(lefts, rights);
            default -> combine(lefts, rights);
        };
    }

    private SeriesLabels signature(EngineSample sample) {
        SeriesLabels labels = sample.labels();
        return matching.on() ? labels.keep(matching.labels()).withoutEmpty() : labels.without(matching.labels());
    }

    private List<EngineSample> intersect(List<EngineSample> lefts, List<EngineSample> rights, boolean wanted) {
        Set<SeriesLabels> signatures = new HashSet<>();
        rights.forEach(sample -> signatures.add(signature(sample)));
        List<EngineSample> result = new ArrayList<>();
        for (EngineSample sample : lefts) {
            if (signatures.contains(signature(sample)) == wanted) {
                result.add(sample);
            }
        }
        return result;
    }

    private List<EngineSample> unite(List<EngineSample> lefts, List<EngineSample> rights) {
        Set<SeriesLabels> signatures = new HashSet<>();
        lefts.forEach(sample -> signatures.add(signature(sample)));
        List<EngineSample> result = new ArrayList<>(lefts);
        for (EngineSample sample : rights) {
            if (!signatures.contains(signature(sample))) {
                result.add(sample);
            }
        }
        return result;
    }

    private List<EngineSample> combine(List<EngineSample> lefts, List<EngineSample> rights) {
        boolean isSwapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        List<EngineSample> many = isSwapped ? rights : lefts;
        Map<SeriesLabels, EngineSample> ones = bySignature(isSwapped ? lefts : rights, isSwapped);
        Map<SeriesLabels, Set<SeriesLabels>> matched = new HashMap<>();
        List<EngineSample> result = new ArrayList<>();
        for (EngineSample sample : many) {
            SeriesLabels signature = signature(sample);
            EngineSample one = ones.get(signature);
            if (one != null) {
                SeriesLabels labels = resultLabels(sample.labels(), one.labels());
                checkUnique(matched, signature, labels);
                addResult(labels, isSwapped ? one : sample, isSwapped ? sample : one, result);
            }
        }
        return result;
    }

    private Map<SeriesLabels, EngineSample> bySignature(List<EngineSample> samples, boolean isSwapped) {
        Map<SeriesLabels, EngineSample> bySignature = new HashMap<>();
        for (EngineSample sample : samples) {
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

    private void addResult(SeriesLabels labels, EngineSample first, EngineSample second, List<EngineSample> result) {
        if (!filters) {
            result.add(new EngineSample(labels, operator.apply(first.value(), second.value())));
        } else if (operator.holds(first.value(), second.value())) {
            result.add(new EngineSample(labels, first.value()));
        }
    }
}
