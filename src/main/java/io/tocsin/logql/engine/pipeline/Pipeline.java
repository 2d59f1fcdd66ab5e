package io.tocsin.logql.engine.pipeline;

import io.tocsin.label.Labels;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Unwrap;
import io.tocsin.text.go.GoTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiled stages of one query. It holds the state of the entry at hand, so it belongs to one thread; build one for
 * each execution.
 */
public final class Pipeline {

    private static final int MOST_CACHED_RESULTS = 10_000;

    private final List<Stage> stages;
    private final @Nullable UnwrapStage unwrap;
    private final Entry entry;
    private final boolean readsOnlyLine;
    private final Map<Labels, SeriesLabels> metadataResults = new HashMap<>();
    private SeriesLabels stream = SeriesLabels.empty();
    private @Nullable Labels lastMetadata;
    private SeriesLabels lastResult = SeriesLabels.empty();

    private Pipeline(List<Stage> stages, @Nullable UnwrapStage unwrap, ParserHints hints, SampleGrouping grouping) {
        this.stages = stages;
        this.unwrap = unwrap;
        this.entry = new Entry(new LabelsBuilder(hints, grouping));
        this.readsOnlyLine = unwrap == null && stages.stream().allMatch(LineFilterStep.class::isInstance);
    }

    /**
     * A pipeline for log lines.
     *
     * @throws StageException if a stage cannot be built
     */
    public static Pipeline forLines(List<PipelineStage> stages, GoTime now) {
        return new Pipeline(new PipelineCompiler(now).compile(stages), null, ParserHints.none(), SampleGrouping.ALL);
    }

    /**
     * A pipeline for samples.
     *
     * @throws StageException if a stage cannot be built
     */
    public static Pipeline forSamples(
            List<PipelineStage> stages, @Nullable Unwrap unwrap, SampleGrouping grouping, GoTime now) {
        PipelineCompiler compiler = new PipelineCompiler(now);
        List<Stage> compiled = compiler.compile(stages);
        Set<String> used = new HashSet<>();
        compiled.forEach(stage -> used.addAll(stage.requiredLabels()));
        if (unwrap == null) {
            return new Pipeline(compiled, null, ParserHints.of(used, grouping), grouping);
        }
        UnwrapStage unwrapStage = compiler.unwrap(unwrap);
        used.addAll(unwrapStage.requiredLabels());
        SampleGrouping withValueRemoved = grouping;
        if (grouping.labels().isEmpty() || grouping.without()) {
            List<String> removed = new ArrayList<>(grouping.labels());
            removed.add(unwrap.label());
            withValueRemoved = new SampleGrouping(removed, true, grouping.noLabels());
        }
        return new Pipeline(compiled, unwrapStage, ParserHints.of(used, withValueRemoved), withValueRemoved);
    }

    /** The next entries come from the stream with these labels. */
    public void startStream(SeriesLabels labels) {
        if (labels == stream) {
            return;
        }
        stream = labels;
        metadataResults.clear();
        lastMetadata = null;
    }

    /** Whether the entry passes; afterwards the other methods tell what became of it. */
    public boolean process(long timestampNanos, byte[] buffer, int offset, int length, Labels metadata) {
        entry.start(timestampNanos, buffer, offset, length);
        if (readsOnlyLine) {
            return passesLineFilters() && cacheResult(metadata);
        }
        entry.labels.reset(stream, metadata);
        for (int i = 0; i < stages.size(); i++) {
            if (!stages.get(i).process(entry)) {
                return false;
            }
        }
        if (unwrap != null && !unwrap.process(entry)) {
            return false;
        }
        lastMetadata = null;
        lastResult = entry.labels.groupedResult();
        return true;
    }

    private boolean passesLineFilters() {
        for (int i = 0; i < stages.size(); i++) {
            if (!stages.get(i).process(entry)) {
                return false;
            }
        }
        return true;
    }

    /** Without a stage that touches labels, entries with the same metadata have the same labels. */
    private boolean cacheResult(Labels metadata) {
        if (metadata == lastMetadata) {
            return true;
        }
        SeriesLabels known = metadataResults.get(metadata);
        if (known == null) {
            entry.labels.reset(stream, metadata);
            known = entry.labels.groupedResult();
            if (metadataResults.size() >= MOST_CACHED_RESULTS) {
                metadataResults.clear();
            }
            metadataResults.put(metadata, known);
        }
        lastMetadata = metadata;
        lastResult = known;
        return true;
    }

    /** The entry's labels, grouped as asked for; equal results are mostly the same object. */
    public SeriesLabels labels() {
        return lastResult;
    }

    /** The line's length in bytes after all stages. */
    public int lineLength() {
        return entry.length;
    }

    /** The line after all stages. */
    public String line() {
        return entry.text();
    }

    /** The unwrapped value; only for a pipeline with unwrap. */
    public double value() {
        return unwrap == null ? 1 : unwrap.value();
    }
}
