package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.logql.ast.UnwrapConversion;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.StageChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds range and vector aggregations and the log ranges below them, with Loki's checks of parameters, groupings and unwrapping. */
final class AggregationBuilder {

    private final PipelineBuilder pipelines;
    private final LabelFilterBuilder labelFilters;
    private final LogqlTreeBuilder expressions;

    AggregationBuilder(PipelineBuilder pipelines, LabelFilterBuilder labelFilters, LogqlTreeBuilder expressions) {
        this.pipelines = pipelines;
        this.labelFilters = labelFilters;
        this.expressions = expressions;
    }

    Built range(LogqlGrammar.RangeAggregationContext context) {
        Position position = Lexeme.positionOf(context.start);
        RangeOperation operation =
                RangeOperation.valueOf(Lexeme.of(context.operation).type().name());
        LogRange range = logRange(context.inner);
        Grouping grouping = context.after == null ? null : grouping(context.after);
        Optional<Problem> problem = parameterProblem(operation, context.parameter)
                .or(() -> shapeProblem(operation, range, grouping))
                .map(text -> Problem.of(text, position))
                .or(() -> StageChecks.widthProblem(range.selector()));
        if (problem.isPresent()) {
            return Built.failed(problem.get());
        }
        Double parameter = context.parameter == null ? null : LogqlTreeBuilder.value(context.parameter);
        return Built.of(new RangeAggregation(operation, parameter, range, grouping, position));
    }

    private LogRange logRange(LogqlGrammar.LogRangeContext context) {
        if (context.enclosed == null) {
            return logRange(context.streams, context.late == null ? context.early : context.late, null, context.span);
        }
        LogqlGrammar.EnclosedRangeContext core = context.enclosed;
        while (core.enclosed != null) {
            core = core.enclosed;
        }
        return logRange(core.streams, core.late == null ? core.early : core.late, core.value, core.span);
    }

    private LogRange logRange(
            LogqlGrammar.SelectorContext streams,
            LogqlGrammar.@Nullable UnwrappableContext pipeline,
            LogqlGrammar.@Nullable UnwrapContext value,
            LogqlGrammar.WindowContext window) {
        LogqlGrammar.UnwrapContext unwrap = pipeline == null ? value : pipeline.value;
        return new LogRange(
                pipelines.logSelector(streams, pipeline == null ? List.of() : pipeline.stages),
                unwrap == null ? null : unwrap(unwrap),
                Lexeme.of(window.range).duration(),
                window.offset == null ? Duration.ZERO : Lexeme.of(window.offset).duration(),
                Lexeme.positionOf(streams.start));
    }

    private Unwrap unwrap(LogqlGrammar.UnwrapContext context) {
        List<LabelFilter> filters = new ArrayList<>(context.filters.size());
        for (LogqlGrammar.LabelFilterContext filter : context.filters) {
            filters.add(labelFilters.build(filter));
        }
        return new Unwrap(context.label.getText(), conversion(context.conversion), filters);
    }

    private static UnwrapConversion conversion(@Nullable Token token) {
        if (token == null) {
            return UnwrapConversion.NONE;
        }
        return switch (Lexeme.of(token).type()) {
            case BYTES_CONV -> UnwrapConversion.BYTES;
            case DURATION_CONV -> UnwrapConversion.DURATION;
            default -> UnwrapConversion.DURATION_SECONDS;
        };
    }

    private static Optional<String> parameterProblem(RangeOperation operation, @Nullable Token parameter) {
        String text = text(parameter);
        if (text == null) {
            return operation.requiresParameter()
                    ? Optional.of("parameter required for operation " + operation.keyword())
                    : Optional.empty();
        }
        if (!operation.requiresParameter()) {
            return Optional.of("parameter " + text + " not supported for operation " + operation.keyword());
        }
        return LogqlTreeBuilder.floatProblem(text)
                .map(problem -> "invalid parameter for operation " + operation.keyword() + ": " + problem);
    }

    private static Optional<String> shapeProblem(
            RangeOperation operation, LogRange range, @Nullable Grouping grouping) {
        if (grouping != null && !operation.isGroupable()) {
            return Optional.of("grouping not allowed for " + operation.keyword() + " aggregation");
        }
        if (range.unwrap() != null && !operation.acceptsUnwrap()) {
            return Optional.of("invalid aggregation " + operation.keyword() + " with unwrap");
        }
        if (range.unwrap() == null && operation.requiresUnwrap()) {
            return Optional.of("invalid aggregation " + operation.keyword() + " without unwrap");
        }
        return Optional.empty();
    }

    Built vector(LogqlGrammar.VectorAggregationContext context) {
        Position position = Lexeme.positionOf(context.start);
        VectorOperation operation =
                VectorOperation.valueOf(Lexeme.of(context.operation).type().name());
        Built inner = expressions.expression(context.call.inner);
        LogqlGrammar.GroupingContext written = context.before == null ? context.after : context.before;
        Grouping grouping = written == null ? Grouping.NONE : grouping(written);
        Optional<String> problem = parameterProblem(operation, context.call.parameter, written != null)
                .or(() -> operation.isSort() && !grouping.labels().isEmpty()
                        ? Optional.of("sort and sort_desc doesn't allow grouping by ")
                        : Optional.empty());
        if (problem.isPresent()) {
            return Built.failed(Problem.of(problem.get(), position));
        }
        Problem innerProblem = inner.problem();
        return innerProblem != null
                ? Built.failed(innerProblem)
                : Built.of(new VectorAggregation(
                        operation, parameter(context.call.parameter), inner.metric(), grouping, position));
    }

    private static Optional<String> parameterProblem(
            VectorOperation operation, @Nullable Token parameter, boolean grouped) {
        String text = text(parameter);
        String call = operation.keyword() + "(" + text;
        if (!operation.requiresParameter()) {
            return text == null ? Optional.empty() : Optional.of("unsupported parameter for operation " + call + ",");
        }
        if (text == null) {
            return Optional.of("parameter required for operation " + operation.keyword());
        }
        if (!text.matches("[0-9]+") || text.length() > 18) {
            return Optional.of("invalid parameter " + call + ",");
        }
        if (Long.parseLong(text) <= 0) {
            return Optional.of("invalid parameter (must be greater than 0) " + call);
        }
        return grouped && operation == VectorOperation.APPROX_TOPK
                ? Optional.of("grouping not allowed for " + operation.keyword() + " aggregation")
                : Optional.empty();
    }

    private static int parameter(@Nullable Token token) {
        String text = text(token);
        return text == null ? 0 : (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    }

    private static Grouping grouping(LogqlGrammar.GroupingContext context) {
        return new Grouping(context.kind.getType() == LogqlGrammar.WITHOUT, texts(context.labels));
    }

    static List<String> texts(LogqlGrammar.NamesContext context) {
        List<String> texts = new ArrayList<>(context.labels.size());
        for (Token label : context.labels) {
            texts.add(label.getText());
        }
        return texts;
    }

    private static @Nullable String text(@Nullable Token token) {
        return token == null ? null : token.getText();
    }
}
