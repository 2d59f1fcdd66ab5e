package io.tocsin.logql.engine.pipeline;

import io.tocsin.logql.ast.UnwrapConversion;
import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.GoFloats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the sample's value from a label; an entry without the label gives no sample. */
final class UnwrapStage implements Stage {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String label;
    private final UnwrapConversion conversion;
    private final List<Stage> filters;
    private double value;

    UnwrapStage(String label, UnwrapConversion conversion, List<Stage> filters) {
        this.label = label;
        this.conversion = conversion;
        this.filters = filters;
    }

    @Override
    public boolean process(Entry entry) {
        String text = entry.labels.get(label);
        if (text == null || text.isEmpty()) {
            return false;
        }
        try {
            value = convert(text);
        } catch (ConversionException e) {
            value = 0;
            entry.labels.setError("SampleExtractionErr", e.getMessage());
        }
        for (Stage filter : filters) {
            if (!filter.process(entry)) {
                return false;
            }
        }
        return true;
    }

    private double convert(String text) {
        return switch (conversion) {
            case NONE -> GoFloats.parse(text);
            case BYTES -> unsignedToDouble(ByteSizes.parse(text));
            case DURATION, DURATION_SECONDS -> seconds(GoDurations.parse(text));
        };
    }

    private static double unsignedToDouble(long bytes) {
        return bytes >= 0 ? bytes : (bytes >>> 1) * 2.0;
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND + nanos % NANOS_PER_SECOND / (double) NANOS_PER_SECOND;
    }

    double value() {
        return value;
    }

    @Override
    public Collection<String> requiredLabels() {
        List<String> required = new ArrayList<>();
        filters.forEach(filter -> required.addAll(filter.requiredLabels()));
        required.add(label);
        return required;
    }
}
