package io.tocsin.logql.checks;

import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.UnpackStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks the stages of a pipeline in the order in which Loki prepares them: line filters are moved to the front as far
 * as the line is still the same, and joined to one stage.
 */
final class PipelineChecks {

    private final SingleStageCheck single = new SingleStageCheck();

    Optional<Problem> problemOf(List<PipelineStage> stages) {
        List<LineFilterStage> lineFilters = new ArrayList<>();
        List<PipelineStage> others = new ArrayList<>();
        for (PipelineStage stage : stages) {
            if (stage instanceof LineFilterStage filter) {
                lineFilters.add(filter);
                continue;
            }
            boolean isLabelFilter = stage instanceof LabelFilterStage;
            if (!isLabelFilter) {
                others.add(stage);
            }
            if (isLabelFilter || stage instanceof LineFormatStage || stage instanceof UnpackStage) {
                Optional<Problem> problem = problemOf(lineFilters, others);
                if (problem.isEmpty() && isLabelFilter) {
                    problem = checked(stage);
                }
                if (problem.isPresent()) {
                    return problem;
                }
                lineFilters.clear();
                others.clear();
            }
        }
        return problemOf(lineFilters, others);
    }

    private Optional<Problem> problemOf(List<LineFilterStage> lineFilters, List<PipelineStage> others) {
        // Of joined line filters, Loki prepares the last one first.
        for (int i = lineFilters.size() - 1; i >= 0; i--) {
            LineFilterStage filter = lineFilters.get(i);
            Optional<String> problem = filter.accept(single);
            if (problem.isPresent()) {
                String joined =
                        lineFilters.stream().map(LineFilterStage::toString).collect(Collectors.joining(" "));
                return problem.map(text -> stageProblem(joined, text, filter.position()));
            }
        }
        return others.stream().map(this::checked).flatMap(Optional::stream).findFirst();
    }

    private Optional<Problem> checked(PipelineStage stage) {
        return stage.accept(single).map(text -> stageProblem(stage.toString(), text, stage.position()));
    }

    private static Problem stageProblem(String stage, String text, Position position) {
        return Problem.of("stage '" + stage + "' : " + text, position);
    }
}
