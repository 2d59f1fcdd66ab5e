package io.tocsin.logql;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexGroupNames;
import io.tocsin.logql.checks.RegexSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Builds stream selectors, and log selectors with their pipelines. */
final class SelectorBuilder {

    private final StageBuilder stages;

    SelectorBuilder(StageBuilder stages) {
        this.stages = stages;
    }

    LogSelectorExpr logSelector(LogqlGrammar.LogSelectorContext context) {
        return logSelector(context.streams, context.stages);
    }

    LogSelectorExpr logSelector(LogqlGrammar.SelectorContext streams, List<LogqlGrammar.StageContext> pipeline) {
        List<LabelMatcher> matchers = new ArrayList<>(streams.matchers.size());
        for (LogqlGrammar.MatcherContext matcher : streams.matchers) {
            matchers.add(matcher(matcher.label, matcher.type, matcher.value));
        }
        List<PipelineStage> built = new ArrayList<>(pipeline.size());
        for (LogqlGrammar.StageContext stage : pipeline) {
            stages.addTo(built, stage);
        }
        return new LogSelectorExpr(matchers, built, positionOf(streams.start));
    }

    static LabelMatcher matcher(Token label, Token type, Token value) {
        MatchType matchType = matchType(type.getType());
        String text = value.getText();
        if (matchType.isRegex()) {
            Optional<String> problem = RegexSyntax.problemOf(text);
            if (problem.isPresent()) {
                throw new RejectedQuery(Problem.of(problem.get(), positionOf(value)));
            }
            text = RegexGroupNames.withoutRepeated(text);
        }
        return new LabelMatcher(label.getText(), matchType, text);
    }

    static Position positionOf(Token token) {
        return GrammarToken.lexeme(token).position();
    }

    private static MatchType matchType(int tokenType) {
        return switch (tokenType) {
            case LogqlGrammar.EQ -> MatchType.EQUAL;
            case LogqlGrammar.NEQ -> MatchType.NOT_EQUAL;
            case LogqlGrammar.RE -> MatchType.REGEX;
            case LogqlGrammar.NRE -> MatchType.NOT_REGEX;
            default -> throw new IllegalStateException("no match type: " + tokenType);
        };
    }
}
