package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Pattern;
import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.gotemplate.GoTemplateException;
import io.tocsin.logql.ast.DecolorizeStage;
import io.tocsin.logql.ast.DropStage;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilter;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LineFilterOperator;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.PipelineStageVisitor;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.regex.GoRegex;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the stages of a pipeline in the order in which Loki runs them. */
final class PipelineCompiler implements PipelineStageVisitor<Stage> {

    private final GoTime now;

    PipelineCompiler(GoTime now) {
        this.now = now;
    }

    /** @throws StageException if a stage cannot be built */
    List<Stage> compile(List<PipelineStage> stages) {
        List<Stage> compiled = new ArrayList<>();
        for (PipelineStage stage : StageOrder.reorder(stages)) {
            compiled.add(compile(stage));
        }
        return compiled;
    }

    private Stage compile(PipelineStage stage) {
        try {
            return stage.accept(this);
        } catch (IllegalArgumentException e) {
            throw new StageException("stage '" + stage + "' : " + e.getMessage());
        }
    }

    /** @throws StageException if a filter after unwrap cannot be built */
    UnwrapStage unwrap(Unwrap unwrap) {
        List<Stage> filters = new ArrayList<>();
        for (LabelFilter filter : unwrap.filters()) {
            filters.add(compile(new LabelFilterStage(filter, filter.position())));
        }
        return new UnwrapStage(unwrap.label(), unwrap.conversion(), filters);
    }

    @Override
    public Stage visitLineFilter(LineFilterStage stage) {
        List<LineFilter> filters = new ArrayList<>();
        for (LineFilterStage.Operand operand : stage.alternatives()) {
            LineFilter filter = operand.isIp()
                    ? ip(operand.value(), stage.operator())
                    : lineFilter(operand.value(), stage.operator());
            if (filter != TextFilters.ALL || stage.alternatives().size() == 1) {
                filters.add(filter);
            }
        }
        LineFilter any = filters.isEmpty() ? TextFilters.ALL : TextFilters.anyOf(filters);
        return new LineFilterStep(stage.operator().isNegative() ? any.negated() : any);
    }

    private static LineFilter ip(String pattern, LineFilterOperator operator) {
        if (operator != LineFilterOperator.CONTAINS && operator != LineFilterOperator.NOT_CONTAINS) {
            throw new IllegalArgumentException("ip: invalid operation");
        }
        IpMatcher matcher = IpMatcher.parse(pattern);
        if (matcher == null) {
            throw new IllegalArgumentException("ip: invalid pattern: " + Quoting.quote(pattern));
        }
        return matcher;
    }

    private static LineFilter lineFilter(String value, LineFilterOperator operator) {
        return switch (operator) {
            case CONTAINS, NOT_CONTAINS -> TextFilters.contains(value);
            case MATCHES, NOT_MATCHES -> TextFilters.lineRegex(value);
            case PATTERN, NOT_PATTERN -> PatternTemplate.forFilter(value)::matches;
        };
    }

    @Override
    public Stage visitJson(JsonStage stage) {
        if (stage.extractions().isEmpty()) {
            return new JsonParser();
        }
        List<String> names = new ArrayList<>();
        List<List<String>> paths = new ArrayList<>();
        for (LabelExtraction extraction : stage.extractions()) {
            names.add(extraction.label());
            paths.add(parsePath(extraction, ExpressionPath::json));
        }
        return new JsonExpressionParser(names, paths);
    }

    private static <T> T parsePath(LabelExtraction extraction, java.util.function.Function<String, T> parser) {
        try {
            return parser.apply(extraction.expression());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot parse expression [" + extraction.expression() + "]: " + e.getMessage(), e);
        }
    }

    @Override
    public Stage visitLogfmt(LogfmtStage stage) {
        if (stage.extractions().isEmpty()) {
            return new LogfmtParser(stage.strict(), stage.keepEmpty());
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (LabelExtraction extraction : stage.extractions()) {
            keys.put(extraction.label(), parsePath(extraction, ExpressionPath::logfmt));
        }
        return new LogfmtExpressionParser(keys, stage.strict());
    }

    @Override
    public Stage visitRegexp(RegexpStage stage) {
        Pattern pattern = GoRegex.compilePattern(stage.regex(), 0);
        if (pattern.namedGroups().isEmpty()) {
            throw new IllegalArgumentException("at least one named capture must be supplied");
        }
        return new RegexpParser(pattern);
    }

    @Override
    public Stage visitPattern(PatternStage stage) {
        return new PatternParser(PatternTemplate.forParser(stage.pattern()));
    }

    @Override
    public Stage visitUnpack(UnpackStage stage) {
        return new UnpackParser();
    }

    @Override
    public Stage visitLabelFilter(LabelFilterStage stage) {
        return stage.filter().accept(new LabelFilterCompiler());
    }

    @Override
    public Stage visitLineFormat(LineFormatStage stage) {
        try {
            return new FormatStages.LineFormat(GoTemplate.parse("line", stage.template()), now);
        } catch (GoTemplateException e) {
            throw new IllegalArgumentException("invalid line template: " + e.getMessage(), e);
        }
    }

    @Override
    public Stage visitLabelFormat(LabelFormatStage stage) {
        Set<String> targets = new HashSet<>();
        List<@Nullable GoTemplate> templates = new ArrayList<>();
        for (LabelFormatStage.Assignment assignment : stage.assignments()) {
            if (assignment.label().equals(LabelsBuilder.ERROR)) {
                throw new IllegalArgumentException("__error__ cannot be formatted");
            }
            if (!targets.add(assignment.label())) {
                throw new IllegalArgumentException(
                        "multiple label name '" + assignment.label() + "' not allowed in a single format operation");
            }
        }
        for (LabelFormatStage.Assignment assignment : stage.assignments()) {
            templates.add(assignment.isRename() ? null : labelTemplate(assignment));
        }
        return new FormatStages.LabelFormat(stage.assignments(), templates, now);
    }

    private static GoTemplate labelTemplate(LabelFormatStage.Assignment assignment) {
        try {
            return GoTemplate.parse("label", assignment.value());
        } catch (GoTemplateException e) {
            throw new IllegalArgumentException(
                    "invalid template for label '" + assignment.label() + "': " + e.getMessage(), e);
        }
    }

    @Override
    public Stage visitDrop(DropStage stage) {
        return new SelectionStages.Drop(stage.selections());
    }

    @Override
    public Stage visitKeep(KeepStage stage) {
        return new SelectionStages.Keep(stage.selections());
    }

    @Override
    public Stage visitDecolorize(DecolorizeStage stage) {
        return new Decolorizer();
    }
}
