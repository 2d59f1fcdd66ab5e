package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.EngineStatistics;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.StreamVolume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Index statistics and volumes: exact here, where Loki estimates. */
final class IndexEndpoints {

    private static final String BY_SERIES = "series";
    private static final int DEFAULT_VOLUMES = 100;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final EngineStatistics NOTHING_READ = new EngineStatistics(0, 0, 0);

    private final LogStore store;
    private final Selectors selectors;

    IndexEndpoints(LogStore store, Selectors selectors) {
        this.store = store;
        this.selectors = selectors;
    }

    JsonBody stats(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().orderedBounds();
        List<StreamVolume> volumes =
                store.volumes(selectors.matchers(call.parameters().query()), bounds.startNanos(), bounds.endNanos());
        return json -> {
            json.writeStartObject();
            json.writeNumberProperty("streams", volumes.size());
            json.writeNumberProperty(
                    "chunks", volumes.stream().mapToLong(StreamVolume::chunks).sum());
            json.writeNumberProperty(
                    "bytes", volumes.stream().mapToLong(StreamVolume::bytes).sum());
            json.writeNumberProperty(
                    "entries", volumes.stream().mapToLong(StreamVolume::entries).sum());
            json.writeEndObject();
        };
    }

    JsonBody volume(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().orderedBounds();
        VolumeGrouping grouping = grouping(call.parameters());
        List<EngineResult.EngineSample> samples = new ArrayList<>();
        volumes(grouping, bounds.startNanos(), bounds.endNanos())
                .forEach((labels, bytes) -> samples.add(new EngineResult.EngineSample(SeriesLabels.of(labels), bytes)));
        List<EngineResult.EngineSample> largest = samples.stream()
                .sorted(Comparator.comparingDouble(EngineResult.EngineSample::value)
                        .reversed())
                .limit(call.parameters().positive("limit", DEFAULT_VOLUMES))
                .toList();
        long millis = Math.floorDiv(bounds.endNanos(), NANOS_PER_MILLI);
        return QueryJson.success(new EngineResult.Vector(millis, largest, NOTHING_READ), QueryStats.NONE);
    }

    JsonBody volumeRange(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().orderedBounds();
        long step = call.parameters().stepNanos(bounds);
        VolumeGrouping grouping = grouping(call.parameters());
        Map<Map<String, String>, List<EngineResult.EnginePoint>> points = new LinkedHashMap<>();
        for (long from = bounds.startNanos(); from < bounds.endNanos(); from += step) {
            long to = Math.min(from + step, bounds.endNanos());
            // Loki stamps a step with its last millisecond, the final one with the end.
            long stamp = Math.floorDiv(to, NANOS_PER_MILLI) - (to == bounds.endNanos() ? 0 : 1);
            volumes(grouping, from, to)
                    .forEach((labels, bytes) -> points.computeIfAbsent(labels, l -> new ArrayList<>())
                            .add(new EngineResult.EnginePoint(stamp, bytes)));
        }
        List<EngineResult.EngineSeries> series = new ArrayList<>();
        points.forEach((labels, values) -> series.add(new EngineResult.EngineSeries(SeriesLabels.of(labels), values)));
        List<EngineResult.EngineSeries> largest = series.stream()
                .sorted(Comparator.comparingDouble(IndexEndpoints::total).reversed())
                .limit(call.parameters().positive("limit", DEFAULT_VOLUMES))
                .toList();
        return QueryJson.success(new EngineResult.Matrix(largest, NOTHING_READ), QueryStats.NONE);
    }

    private record VolumeGrouping(List<LabelMatcher> matchers, List<String> names, boolean bySeries) {

        Map<String, String> keyOf(Labels labels) {
            Map<String, String> key = new TreeMap<>();
            for (String name : names) {
                if (labels.has(name)) {
                    key.put(name, labels.get(name));
                }
            }
            return bySeries && names.isEmpty() ? labels.asMap() : key;
        }
    }

    private VolumeGrouping grouping(LokiParameters parameters) {
        List<LabelMatcher> matchers = selectors.matchers(parameters.query());
        String target = parameters.text("targetLabels");
        List<String> names = target.isEmpty()
                ? matchers.stream().map(LabelMatcher::name).distinct().toList()
                : List.of(target.split(","));
        boolean bySeries = parameters.text("aggregateBy").equals(BY_SERIES);
        return new VolumeGrouping(matchers, bySeries && target.isEmpty() ? List.of() : names, bySeries);
    }

    private Map<Map<String, String>, Long> volumes(VolumeGrouping grouping, long from, long to) {
        Map<Map<String, String>, Long> volumes = new LinkedHashMap<>();
        for (StreamVolume volume : store.volumes(grouping.matchers, from, to)) {
            volumes.merge(grouping.keyOf(volume.labels()), volume.bytes(), Long::sum);
        }
        return volumes;
    }

    private static double total(EngineResult.EngineSeries series) {
        return series.points().stream()
                .mapToDouble(EngineResult.EnginePoint::value)
                .sum();
    }
}
