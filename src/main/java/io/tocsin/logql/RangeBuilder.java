package io.tocsin.logql;

import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.logql.ast.UnwrapConversion;
import io.tocsin.logql.checks.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Builds the argument of a range aggregation. The range may stand behind the selector or behind the pipeline, and
 * parentheses may enclose the whole or what stands before the range; the grammar leaves it to this class which of the
 * combinations exist.
 */
final class RangeBuilder {

    private final SelectorBuilder selectors;
    private final LabelFilterBuilder labelFilters;

    RangeBuilder(SelectorBuilder selectors, LabelFilterBuilder labelFilters) {
        this.selectors = selectors;
        this.labelFilters = labelFilters;
    }

    LogRange build(LogqlGrammar.LogRangeContext context) {
        LogqlGrammar.LogRangeContext outer = context;
        while (outer.inner != null && outer.range == null && outer.after.isEmpty()) {
            outer = outer.inner;
        }
        boolean enclosed = outer.inner != null;
        LogqlGrammar.LogRangeContext core = enclosed ? outer.inner : outer;
        boolean hasBefore = !core.before.isEmpty();
        boolean onlyUnwrapAfter = outer.after.isEmpty() || isUnwrap(outer.after.get(0));
        boolean misplaced = outer.range == null
                || enclosed && (core.inner != null || core.range != null || !onlyUnwrapAfter)
                || hasBefore && !outer.after.isEmpty();
        if (misplaced) {
            Position position = SelectorBuilder.positionOf(context.start);
            throw new RejectedQuery(Problem.at("syntax error: no range here", position, position.line()));
        }
        return range(core.streams, hasBefore ? core.before : outer.after, outer);
    }

    private LogRange range(
            LogqlGrammar.SelectorContext streams,
            List<LogqlGrammar.StageContext> pipeline,
            LogqlGrammar.LogRangeContext outer) {
        int unwrapAt = 0;
        while (unwrapAt < pipeline.size() && !isUnwrap(pipeline.get(unwrapAt))) {
            unwrapAt++;
        }
        return new LogRange(
                selectors.logSelector(streams, pipeline.subList(0, unwrapAt)),
                unwrapAt == pipeline.size() ? null : unwrap(pipeline.subList(unwrapAt, pipeline.size())),
                GrammarToken.lexeme(outer.range).duration(),
                outer.offset == null
                        ? Duration.ZERO
                        : GrammarToken.lexeme(outer.offset).duration(),
                SelectorBuilder.positionOf(streams.start));
    }

    private static boolean isUnwrap(LogqlGrammar.StageContext stage) {
        Token keyword = stage.piped == null ? null : stage.piped.keyword;
        return keyword != null && keyword.getType() == LogqlGrammar.UNWRAP;
    }

    private Unwrap unwrap(List<LogqlGrammar.StageContext> stages) {
        LogqlGrammar.PipedStageContext context = stages.get(0).piped;
        List<LabelFilter> filters = new ArrayList<>();
        for (LogqlGrammar.StageContext stage : stages.subList(1, stages.size())) {
            if (stage.piped == null || stage.piped.filter == null) {
                Position position = SelectorBuilder.positionOf(stage.start);
                throw new RejectedQuery(
                        Problem.at("syntax error: only label filters may follow unwrap", position, position.line()));
            }
            filters.add(labelFilters.build(stage.piped.filter));
        }
        Position position = SelectorBuilder.positionOf(stages.get(0).start);
        return new Unwrap(context.label.getText(), conversion(context.conversion), filters, position);
    }

    private static UnwrapConversion conversion(@Nullable Token token) {
        if (token == null) {
            return UnwrapConversion.NONE;
        }
        return switch (GrammarToken.lexeme(token).type()) {
            case BYTES_CONV -> UnwrapConversion.BYTES;
            case DURATION_CONV -> UnwrapConversion.DURATION;
            default -> UnwrapConversion.DURATION_SECONDS;
        };
    }
}
