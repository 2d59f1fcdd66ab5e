package io.tocsin.api.loki;

import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lines by the labels of their stream, each with the labels that came from metadata and from parsers. */
record CategorizedLines(List<Stream> streams) {

    record Stream(Map<String, String> labels, List<CategorizedLine> lines) {}

    record CategorizedLine(long timestampNanos, String text, Categories categories) {}

    /** The labels of a line by where they came from. */
    record Categories(Map<String, String> stream, Map<String, String> metadata, Map<String, String> parsed) {

        static Categories of(SortedMap<String, String> labels, OriginSource source) {
            String marker = labels.get(OriginSource.LABEL);
            if (marker == null) {
                // A stage such as keep took the marker away: nothing is known but the labels themselves.
                return new Categories(labels, Map.of(), Map.of());
            }
            OriginSource.Origin origin = source.origin(marker);
            Categories categories = new Categories(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            labels.forEach((name, value) -> {
                if (!name.equals(OriginSource.LABEL)) {
                    categories.put(name, value, origin);
                }
            });
            return categories;
        }

        private void put(String name, String value, OriginSource.Origin origin) {
            if (origin.stream().get(name).equals(value) && !value.isEmpty()) {
                stream.put(name, value);
            } else if (origin.metadata().get(name).equals(value) && !value.isEmpty()) {
                metadata.put(name, value);
            } else {
                parsed.put(name, value);
            }
        }
    }

    static CategorizedLines of(EngineResult.Streams result, OriginSource source, Direction direction) {
        Map<Map<String, String>, List<CategorizedLine>> byStream =
                new TreeMap<>(Comparator.comparing(Object::toString));
        for (EngineResult.ResultStream stream : result.streams()) {
            Categories categories = Categories.of(stream.labels().asMap(), source);
            List<CategorizedLine> lines = byStream.computeIfAbsent(categories.stream(), labels -> new ArrayList<>());
            stream.lines()
                    .forEach(line -> lines.add(new CategorizedLine(line.timestampNanos(), line.text(), categories)));
        }
        Comparator<CategorizedLine> byTime = Comparator.comparingLong(CategorizedLine::timestampNanos);
        List<Stream> streams = new ArrayList<>();
        byStream.forEach((labels, lines) -> {
            lines.sort(direction == Direction.FORWARD ? byTime : byTime.reversed());
            streams.add(new Stream(labels, lines));
        });
        return new CategorizedLines(streams);
    }
}
