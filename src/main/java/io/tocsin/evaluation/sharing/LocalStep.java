package io.tocsin.evaluation.sharing;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The end of an expression that needs no data source: it is computed from the answer to what stands before it. */
sealed interface LocalStep {

    /** The samples after the step; empty when it cannot be told what the data source would have said. */
    Optional<List<Sample>> apply(List<Sample> samples);

    /**
     * {@code sum by (job) (…)} of whole numbers that are grouped by more than that. Where a sample lacks one of the labels, or has
     * an empty one, only the data source knows which of them are one group.
     */
    record RegroupStep(VectorOperation operation, Set<String> labels) implements LocalStep {

        /** Up to here a sum of whole numbers is the same in any order. */
        private static final double MOST = 1L << 53;

        @Override
        public Optional<List<Sample>> apply(List<Sample> samples) {
            Map<Labels, Double> groups = new LinkedHashMap<>();
            for (Sample sample : samples) {
                Labels group = sample.labels().retain(labels);
                if (group.size() != labels.size() || !isWhole(sample.value())) {
                    return Optional.empty();
                }
                groups.merge(group, sample.value(), this::joined);
            }
            return groups.values().stream().allMatch(RegroupStep::isWhole)
                    ? Optional.of(groups.entrySet().stream()
                            .map(group -> new Sample(group.getKey(), group.getValue()))
                            .toList())
                    : Optional.empty();
        }

        private double joined(double one, double other) {
            return switch (operation) {
                case SUM -> one + other;
                case MIN -> Math.min(one, other);
                case MAX -> Math.max(one, other);
                case AVG, COUNT, STDDEV, STDVAR, BOTTOMK, TOPK, SORT, SORT_DESC, APPROX_TOPK ->
                    throw new IllegalStateException("not of further samples: " + operation);
            };
        }

        private static boolean isWhole(double value) {
            return value >= 0 && value <= MOST && value == Math.rint(value);
        }
    }

    /**
     * Of counts of lines that contain some of several texts those of the lines that contain one of them.
     *
     * @param index of the text's digit in the label's value
     * @param texts how many digits there are
     * @param labels by which the counts are grouped
     * @param operation by which they were counted
     * @param range of which lines
     */
    record TextStep(int index, int texts, Set<String> labels, RangeOperation operation, Duration range)
            implements LocalStep {

        /** Of these an answer has whole numbers, which have the same sum in any order. */
        private static final Set<RangeOperation> WHOLE =
                Set.of(RangeOperation.COUNT_OVER_TIME, RangeOperation.BYTES_OVER_TIME);

        /** How much of what was read was counted; 0 when the data source does not say what it read. */
        double share(List<Sample> answer, PlannedQuestion.LinesRead read) {
            double sum = answer.stream().mapToDouble(Sample::value).sum();
            double counted = WHOLE.contains(operation) ? sum : sum * range.toMillis() / 1000;
            boolean isOfBytes = operation == RangeOperation.BYTES_OVER_TIME || operation == RangeOperation.BYTES_RATE;
            long all = isOfBytes ? read.bytes() : read.lines();
            return all == 0 ? 0 : counted / all;
        }

        @Override
        public Optional<List<Sample>> apply(List<Sample> samples) {
            List<Sample> own = new ArrayList<>();
            Set<Labels> groups = new HashSet<>();
            for (Sample sample : samples) {
                String contained = sample.labels().get(OpenLiteral.LABEL);
                if (!isClear(contained)) {
                    return Optional.empty();
                }
                if (contained.charAt(index) == '1') {
                    Labels group = sample.labels().without(List.of(OpenLiteral.LABEL));
                    groups.add(group);
                    own.add(new Sample(group, sample.value()));
                }
            }
            if (groups.size() == own.size()) {
                return Optional.of(own);
            }
            return WHOLE.contains(operation)
                    ? new RegroupStep(VectorOperation.SUM, labels).apply(own)
                    : Optional.empty();
        }

        /** A line that contains none of the texts should not have been counted. */
        private boolean isClear(String contained) {
            return contained.length() == texts
                    && contained.indexOf('1') >= 0
                    && contained.chars().allMatch(digit -> digit == '0' || digit == '1');
        }
    }

    /** {@code … > 5}, which drops the samples that do not satisfy it. */
    record ComparisonStep(BinaryOperator operator, double number, boolean isNumberLeft) implements LocalStep {

        @Override
        public Optional<List<Sample>> apply(List<Sample> samples) {
            return Optional.of(
                    samples.stream().filter(sample -> holds(sample.value())).toList());
        }

        private boolean holds(double value) {
            return isNumberLeft ? operator.holds(number, value) : operator.holds(value, number);
        }
    }

    /**
     * {@code … or vector(0)}, which adds a sample without labels unless there is one.
     *
     * @param isPlain whether samples before it never have labels. Where they may have some, one whose labels all are empty
     *     looks like one that has none, and only the data source knows whether they are the same.
     */
    record OrVectorStep(double value, boolean isPlain) implements LocalStep {

        @Override
        public Optional<List<Sample>> apply(List<Sample> samples) {
            boolean hasUnlabelled =
                    samples.stream().anyMatch(sample -> sample.labels().isEmpty());
            if (hasUnlabelled) {
                return isPlain ? Optional.of(samples) : Optional.empty();
            }
            List<Sample> united = new ArrayList<>(samples);
            united.add(new Sample(Labels.empty(), value));
            return Optional.of(united);
        }
    }
}
