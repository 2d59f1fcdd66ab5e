package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The labels that the series of an expression can have.
 *
 * @param open whether labels outside {@code names} are possible, since they come from streams, metadata or parsers
 * @param names the only labels that are possible; when open, the labels that are impossible
 */
public record OutputLabels(boolean open, Set<String> names) {

    static final OutputLabels ANY = new OutputLabels(true, Set.of());
    static final OutputLabels NONE = new OutputLabels(false, Set.of());

    public OutputLabels {
        names = Set.copyOf(names);
    }

    /** What the expression's series can have at most. */
    public static OutputLabels of(MetricExpr expr) {
        return expr.accept(OutputLabelsVisitor.INSTANCE);
    }

    static OutputLabels only(Collection<String> names) {
        return new OutputLabels(false, new HashSet<>(names));
    }

    /** False if no series of the expression ever has this label. */
    public boolean mayContain(String label) {
        return open != names.contains(label);
    }

    OutputLabels without(Collection<String> removed) {
        Set<String> changed = new HashSet<>(names);
        if (open) {
            changed.addAll(removed);
        } else {
            changed.removeAll(removed);
        }
        return new OutputLabels(open, changed);
    }

    OutputLabels with(Collection<String> added) {
        Set<String> changed = new HashSet<>(names);
        if (open) {
            changed.removeAll(added);
        } else {
            changed.addAll(added);
        }
        return new OutputLabels(open, changed);
    }

    /** Those of the given labels that are possible. */
    OutputLabels retain(Collection<String> retained) {
        return only(retained.stream().filter(this::mayContain).toList());
    }

    OutputLabels union(OutputLabels other) {
        if (!open) {
            return other.with(names);
        }
        if (!other.open) {
            return with(other.names);
        }
        Set<String> impossible = new HashSet<>(names);
        impossible.retainAll(other.names);
        return new OutputLabels(true, impossible);
    }

    /** What a pipeline stage makes of the labels that are possible before it. */
    private record StageLabels(OutputLabels before) implements PipelineStageVisitor<OutputLabels> {

        private static final Pattern REGEX_GROUP = Pattern.compile("\\(\\?P?<([A-Za-z0-9_]+)>");
        private static final Pattern PATTERN_CAPTURE = Pattern.compile("<([A-Za-z_][A-Za-z0-9_]*)>");

        @Override
        public OutputLabels visitLineFilter(LineFilterStage stage) {
            return before;
        }

        @Override
        public OutputLabels visitJson(JsonStage stage) {
            return extracted(stage.extractions());
        }

        @Override
        public OutputLabels visitLogfmt(LogfmtStage stage) {
            return extracted(stage.extractions());
        }

        private OutputLabels extracted(List<LabelExtraction> extractions) {
            if (extractions.isEmpty()) {
                return OutputLabels.ANY;
            }
            return added(extractions.stream().map(LabelExtraction::label).toList());
        }

        /** A label that is there already comes out under another name, and a failing parser says so in labels. */
        private OutputLabels added(List<String> names) {
            return before.with(names)
                    .with(names.stream().map(name -> name + "_extracted").toList())
                    .with(List.of("__error__", "__error_details__"));
        }

        @Override
        public OutputLabels visitRegexp(RegexpStage stage) {
            return added(names(REGEX_GROUP, stage.regex()));
        }

        @Override
        public OutputLabels visitPattern(PatternStage stage) {
            return added(names(PATTERN_CAPTURE, stage.pattern()));
        }

        private static List<String> names(Pattern pattern, String text) {
            return pattern.matcher(text).results().map(StageLabels::name).toList();
        }

        private static String name(MatchResult result) {
            return result.group(1);
        }

        @Override
        public OutputLabels visitUnpack(UnpackStage stage) {
            return OutputLabels.ANY;
        }

        @Override
        public OutputLabels visitLabelFilter(LabelFilterStage stage) {
            return before;
        }

        @Override
        public OutputLabels visitLineFormat(LineFormatStage stage) {
            return before;
        }

        @Override
        public OutputLabels visitLabelFormat(LabelFormatStage stage) {
            OutputLabels after = before;
            for (LabelFormatStage.Assignment assignment : stage.assignments()) {
                if (assignment.isRename()) {
                    boolean possible = after.mayContain(assignment.value());
                    after = after.without(List.of(assignment.value()));
                    after = possible ? after.with(List.of(assignment.label())) : after;
                } else {
                    after = after.with(List.of(assignment.label()));
                }
            }
            return after;
        }

        @Override
        public OutputLabels visitDrop(DropStage stage) {
            return before.without(stage.selections().stream()
                    .filter(selection -> selection.matcher() == null)
                    .map(LabelSelection::label)
                    .toList());
        }

        @Override
        public OutputLabels visitKeep(KeepStage stage) {
            return before.retain(
                    stage.selections().stream().map(LabelSelection::label).toList());
        }

        @Override
        public OutputLabels visitDecolorize(DecolorizeStage stage) {
            return before;
        }
    }

    /** Derives {@link OutputLabels} from the leaves to the root. */
    private static final class OutputLabelsVisitor implements MetricExprVisitor<OutputLabels> {

        static final OutputLabelsVisitor INSTANCE = new OutputLabelsVisitor();

        private OutputLabelsVisitor() {}

        @Override
        public OutputLabels visitRangeAggregation(RangeAggregation expr) {
            if (expr.operation() == RangeOperation.ABSENT_OVER_TIME) {
                return OutputLabels.only(expr.range().selector().matchers().stream()
                        .filter(matcher -> matcher.type() == MatchType.EQUAL)
                        .map(LabelMatcher::name)
                        .toList());
            }
            OutputLabels labels = OutputLabels.ANY;
            for (PipelineStage stage : expr.range().selector().stages()) {
                labels = stage.accept(new StageLabels(labels));
            }
            Unwrap unwrap = expr.range().unwrap();
            if (unwrap != null) {
                labels = labels.without(List.of(unwrap.label()));
            }
            Grouping grouping = expr.grouping();
            return grouping == null ? labels : group(labels, grouping);
        }

        private static OutputLabels group(OutputLabels labels, Grouping grouping) {
            return grouping.without() ? labels.without(grouping.labels()) : labels.retain(grouping.labels());
        }

        @Override
        public OutputLabels visitVectorAggregation(VectorAggregation expr) {
            OutputLabels inner = expr.inner().accept(this);
            boolean keepsSeries =
                    expr.operation().requiresParameter() || expr.operation().isSort();
            return keepsSeries ? inner : group(inner, expr.grouping());
        }

        @Override
        public OutputLabels visitBinaryOperation(BinaryOperation expr) {
            OutputLabels left = expr.left().accept(this);
            OutputLabels right = expr.right().accept(this);
            if (expr.operator() == BinaryOperator.OR) {
                return left.union(right);
            }
            if (expr.operator().isSetOperator() || expr.right() instanceof NumberLiteral) {
                return left;
            }
            if (expr.left() instanceof NumberLiteral) {
                return right;
            }
            VectorMatching matching = expr.matching();
            return switch (matching.cardinality()) {
                case ONE_TO_ONE -> matching.on() ? left.retain(matching.labels()) : left.without(matching.labels());
                case MANY_TO_ONE -> left.with(matching.include());
                case ONE_TO_MANY -> right.with(matching.include());
            };
        }

        @Override
        public OutputLabels visitLabelReplace(LabelReplace expr) {
            return expr.inner().accept(this).with(List.of(expr.destination()));
        }

        @Override
        public OutputLabels visitVector(VectorExpr expr) {
            return OutputLabels.NONE;
        }

        @Override
        public OutputLabels visitNumber(NumberLiteral expr) {
            return OutputLabels.NONE;
        }
    }
}
