package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Narrows a log query to the lines that belong to one alert. */
public final class SelectorNarrowing {

    private static final String IDENTIFIER = "[\\p{L}_][\\p{L}\\p{Nd}_]*";

    private SelectorNarrowing() {}

    /**
     * The log query, restricted to entries that end up with these labels. A label that the stream selector already names
     * is added there, so that Loki need not read other streams; any other may come from the pipeline or from structured
     * metadata and becomes a label filter at the end. Names that LogQL cannot write are left out.
     */
    public static LogSelectorExpr narrow(LogSelectorExpr selector, Labels labels) {
        Set<String> streamLabels =
                selector.matchers().stream().map(LabelMatcher::name).collect(Collectors.toSet());
        List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
        List<PipelineStage> stages = new ArrayList<>(selector.stages());
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            if (!label.getKey().matches(IDENTIFIER)) {
                continue;
            }
            LabelMatcher matcher = LabelMatcher.equal(label.getKey(), label.getValue());
            if (!streamLabels.contains(label.getKey())) {
                stages.add(
                        new LabelFilterStage(new StringLabelFilter(matcher, Position.SYNTHETIC), Position.SYNTHETIC));
            } else if (!matchers.contains(matcher)) {
                matchers.add(matcher);
            }
        }
        return new LogSelectorExpr(matchers, stages, selector.position());
    }

    /** The log query with more stages at its end. */
    public static LogSelectorExpr append(LogSelectorExpr selector, List<? extends PipelineStage> added) {
        List<PipelineStage> stages = new ArrayList<>(selector.stages());
        stages.addAll(added);
        return new LogSelectorExpr(selector.matchers(), stages, selector.position());
    }
}
