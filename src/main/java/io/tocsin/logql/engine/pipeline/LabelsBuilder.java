package io.tocsin.logql.engine.pipeline;

import io.tocsin.gotemplate.LabelMap;
import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of the entry that goes through a pipeline: those of the stream, then its structured metadata, then what
 * parsers found. Its order of precedence and its handling of deleted labels are Loki's. One per query, reused for every
 * entry.
 */
final class LabelsBuilder {

    static final String ERROR = "__error__";
    static final String ERROR_DETAILS = "__error_details__";
    static final String PRESERVE_ERROR = "__preserve_error__";

    private final ParserHints hints;
    private final SampleGrouping grouping;
    private final Map<SeriesLabels, SeriesLabels> interned = new HashMap<>();
    private final LabelList metadata = new LabelList();
    private final LabelList parsed = new LabelList();
    private final List<String> deleted = new ArrayList<>();
    private SeriesLabels base = SeriesLabels.empty();
    private String error = "";
    private String errorDetails = "";

    LabelsBuilder(ParserHints hints, SampleGrouping grouping) {
        this.hints = hints;
        this.grouping = grouping;
    }

    void reset(SeriesLabels stream, Labels structuredMetadata) {
        base = stream;
        metadata.clear();
        parsed.clear();
        if (!deleted.isEmpty()) {
            deleted.clear();
        }
        error = "";
        errorDetails = "";
        hints.reset();
        if (!structuredMetadata.isEmpty()) {
            structuredMetadata.asMap().forEach(this::addMetadata);
        }
    }

    private void addMetadata(String label, String value) {
        String name = base.has(label) ? label + ParserHints.DUPLICATE_SUFFIX : label;
        if (name.equals(ERROR)) {
            error = value;
        } else if (name.equals(ERROR_DETAILS)) {
            errorDetails = value;
        } else {
            metadata.set(name, value);
        }
    }

    ParserHints hints() {
        return hints;
    }

    String error() {
        return error;
    }

    boolean hasError() {
        return !error.isEmpty();
    }

    String errorDetails() {
        return errorDetails;
    }

    void setError(String name, @Nullable String details) {
        error = name;
        if (details != null) {
            errorDetails = details;
        }
    }

    /** As {@link #setError}, and keeps the metric query alive if it asked for errors. */
    void setParserError(String name, @Nullable String details) {
        setError(name, details);
        if (hints.preservesError()) {
            set(PRESERVE_ERROR, "true");
        }
    }

    /** As {@link #setError} unless there is an error already, which may tell more. */
    void setFirstError(String name, @Nullable String details) {
        if (!hasError()) {
            setError(name, details);
        }
    }

    void resetError() {
        error = "";
    }

    void resetErrorDetails() {
        errorDetails = "";
    }

    /** The value; null if there is no such label. Errors are no labels here. */
    @Nullable
    String get(String name) {
        String value = metadata.get(name);
        if (value != null) {
            return value;
        }
        value = parsed.get(name);
        if (value != null) {
            return value;
        }
        if (!deleted.isEmpty() && deleted.contains(name)) {
            return null;
        }
        String stream = base.get(name);
        return stream.isEmpty() ? null : stream;
    }

    /** What a text filter sees: the error for {@code __error__}, and the empty string for an absent label. */
    String filterValue(String name) {
        if (name.equals(ERROR)) {
            return error;
        }
        String value = get(name);
        return value == null ? "" : value;
    }

    /** Whether a parsed label of that name has to step aside. */
    boolean clashes(String name) {
        return base.has(name) || metadata.get(name) != null;
    }

    /** Sets a parsed label, which hides metadata and stream labels of the same name. */
    void set(String name, String value) {
        metadata.remove(name);
        parsed.set(name, value);
        hints.recordExtracted(name);
    }

    void delete(String name) {
        metadata.remove(name);
        parsed.remove(name);
        deleted.add(name);
    }

    private boolean isUnchanged() {
        return deleted.isEmpty() && metadata.isEmpty() && parsed.isEmpty();
    }

    /** All labels with those of the error. */
    Map<String, String> allLabels() {
        LabelList all = new LabelList();
        collect(all, !isUnchanged() || hasError());
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            map.put(all.name(i), all.value(i));
        }
        return map;
    }

    LabelMap asDot() {
        return new LabelMap(allLabels());
    }

    /** The labels of the entry. */
    SeriesLabels result() {
        if (isUnchanged() && !hasError()) {
            return base;
        }
        LabelList all = new LabelList();
        collect(all, true);
        return intern(all.toSeriesLabels());
    }

    private void collect(LabelList all, boolean withErrors) {
        for (int i = 0; i < base.size(); i++) {
            String name = base.name(i);
            if (!deleted.contains(name) && metadata.get(name) == null && parsed.get(name) == null) {
                all.add(name, base.value(i));
            }
        }
        all.addAll(metadata);
        all.addAll(parsed);
        if (withErrors && !error.isEmpty()) {
            all.set(ERROR, error);
        }
        if (withErrors && !errorDetails.isEmpty()) {
            all.set(ERROR_DETAILS, errorDetails);
        }
    }

    /** The labels of the entry's sample; with an error all labels are kept. */
    SeriesLabels groupedResult() {
        if (hasError()) {
            return result();
        }
        if (grouping.noLabels()) {
            return SeriesLabels.empty();
        }
        if (grouping.labels().isEmpty()) {
            return result();
        }
        if (isUnchanged()) {
            return intern(grouping.without() ? base.without(grouping.labels()) : base.keep(grouping.labels()));
        }
        return intern((grouping.without() ? withoutGroups() : onlyGroups()).toSeriesLabels());
    }

    private LabelList onlyGroups() {
        LabelList kept = new LabelList();
        for (String name : grouping.labels()) {
            // A label that was deleted is gone even if it was set again.
            if (deleted.contains(name)) {
                continue;
            }
            String value = get(name);
            if (value != null) {
                kept.add(name, value);
            }
        }
        return kept;
    }

    private LabelList withoutGroups() {
        LabelList kept = new LabelList();
        for (int i = 0; i < base.size(); i++) {
            String name = base.name(i);
            boolean isReplaced = metadata.get(name) != null || parsed.get(name) != null;
            if (!deleted.contains(name) && !isReplaced && !grouping.labels().contains(name)) {
                kept.add(name, base.value(i));
            }
        }
        kept.addAllExcept(metadata, grouping.labels());
        kept.addAllExcept(parsed, grouping.labels());
        return kept;
    }

    private SeriesLabels intern(SeriesLabels labels) {
        SeriesLabels known = interned.putIfAbsent(labels, labels);
        return known == null ? labels : known;
    }
}
