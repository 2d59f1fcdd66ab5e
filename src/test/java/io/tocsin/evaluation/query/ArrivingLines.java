package io.tocsin.evaluation.query;

import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logql.engine.MemoryLogSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines that are there from the moment on at which they arrive, and how often lines were read. */
final class ArrivingLines implements LogSource {

    private final List<Line> lines = new ArrayList<>();
    private MemoryLogSource arrived = new MemoryLogSource();
    private long read;

    private record Line(Labels labels, Instant time, Instant arrival, String text) {}

    void add(Labels labels, Instant time, Duration late, String text) {
        lines.add(new Line(labels, time, time.plus(late), text));
    }

    /** From now on there are the lines that have arrived until then. */
    void moveTo(Instant now) {
        MemoryLogSource source = new MemoryLogSource();
        lines.stream()
                .filter(line -> !line.arrival().isAfter(now))
                .sorted(Comparator.comparing(Line::time))
                .forEach(line -> source.add(line.labels(), StepAlignment.nanos(line.time()), line.text()));
        arrived = source;
    }

    void clear() {
        lines.clear();
    }

    /** How many lines queries have read since the last call. */
    long takeRead() {
        long taken = read;
        read = 0;
        return taken;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return arrived.select(matchers, fromNanosInclusive, toNanosExclusive).stream()
                .map(CountedStream::new)
                .map(LogStream.class::cast)
                .toList();
    }

    private final class CountedStream implements LogStream {

        private final LogStream stream;

        CountedStream(LogStream stream) {
            this.stream = stream;
        }

        @Override
        public Labels labels() {
            return stream.labels();
        }

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            EntryCursor count = stream.entries(fromNanosInclusive, toNanosExclusive, direction);
            while (count.next()) {
                read++;
            }
            return stream.entries(fromNanosInclusive, toNanosExclusive, direction);
        }
    }
}
