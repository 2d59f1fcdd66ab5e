package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.util.List;

/** A source whose cursors end with an exception soon after the reading thread was interrupted; counts what is read. */
final class InterruptibleSource implements LogSource {

    private static final int CHECK_EVERY = 1024;

    private final LogSource source;
    private final ReadCount count = new ReadCount();

    InterruptibleSource(LogSource source) {
        this.source = source;
    }

    /** The thread was interrupted while it read. */
    static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the query was interrupted");
        }
    }

    /** How much a query read so far; for one thread. */
    static final class ReadCount {

        private long lines;
        private long bytes;

        long lines() {
            return lines;
        }

        long bytes() {
            return bytes;
        }
    }

    ReadCount count() {
        return count;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return source.select(matchers, fromNanosInclusive, toNanosExclusive).stream()
                .<LogStream>map(stream -> new Stream(stream, count))
                .toList();
    }

    private record Stream(LogStream stream, ReadCount count) implements LogStream {

        @Override
        public Labels labels() {
            return stream.labels();
        }

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Interrupted();
            }
            return new Cursor(stream.entries(fromNanosInclusive, toNanosExclusive, direction), count);
        }
    }

    private static final class Cursor implements EntryCursor {

        private final EntryCursor cursor;
        private final ReadCount count;
        private int untilCheck = CHECK_EVERY;

        Cursor(EntryCursor cursor, ReadCount count) {
            this.cursor = cursor;
            this.count = count;
        }

        @Override
        public boolean next() {
            if (--untilCheck == 0) {
                untilCheck = CHECK_EVERY;
                if (Thread.currentThread().isInterrupted()) {
                    throw new Interrupted();
                }
            }
            boolean found = cursor.next();
            if (found) {
                count.lines++;
                count.bytes += cursor.length();
            }
            return found;
        }

        @Override
        public long timestampNanos() {
            return cursor.timestampNanos();
        }

        @Override
        public byte[] buffer() {
            return cursor.buffer();
        }

        @Override
        public int offset() {
            return cursor.offset();
        }

        @Override
        public int length() {
            return cursor.length();
        }

        @Override
        public Labels structuredMetadata() {
            return cursor.structuredMetadata();
        }
    }
}
