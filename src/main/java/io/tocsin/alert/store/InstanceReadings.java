package io.tocsin.alert.store;

import io.tocsin.alert.AlertInstance;
import io.tocsin.bytes.ByteReader;
import io.tocsin.bytes.ByteWriter;
import io.tocsin.rule.RuleKey;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the newest slot says of instances of one group that are in the state in which their rows were written: the value, and
 * the texts where it has changed them. They are stored beside the group's cursor, so that a value that moves costs no write
 * of its instance's row. Immutable.
 *
 * <p>After a number for the form each reading is its flags, the number of its rule unless it is that of the reading before,
 * the fingerprint, the value and the texts.
 */
public final class InstanceReadings {

    /** Each row says by itself how its instance is. */
    public static final InstanceReadings EMPTY = new InstanceReadings(new TreeMap<>(), 0);

    /** H2 takes no more than a megabyte in a column of bytes, and who reads a group reads all of them. */
    private static final int MOST_BYTES = 400_000;

    private static final int FORM = 1;
    private static final int SAME_RULE = 1;
    private static final int WHOLE = 2;
    private static final int TEXTS = 4;
    /** Of flags, rule, fingerprint and value. */
    private static final int LONGEST_VALUE = 1 + 3 * Long.BYTES + 2;
    /** Of the length of a text. */
    private static final int LONGEST_LENGTH = 5;
    /** Of a character in UTF-8. */
    private static final int LONGEST_CHARACTER = 3;

    private final TreeMap<InstancePlace, InstanceReading> readings;
    /** No less than the bytes that they take. */
    private final int size;

    private InstanceReadings(TreeMap<InstancePlace, InstanceReading> readings, int size) {
        this.readings = readings;
        this.size = size;
    }

    private record InstancePlace(long rule, long fingerprint) implements Comparable<InstancePlace> {

        private static final Comparator<InstancePlace> ORDER =
                Comparator.comparingLong(InstancePlace::rule).thenComparingLong(InstancePlace::fingerprint);

        private static InstancePlace of(AlertInstance instance) {
            return of(instance.rule(), instance.fingerprint().value());
        }

        private static InstancePlace of(RuleKey rule, long fingerprint) {
            return new InstancePlace(EvaluationChunk.numberOf(rule), fingerprint);
        }

        @Override
        public int compareTo(InstancePlace other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param texts null: those of the row */
    private record InstanceReading(double value, @Nullable SortedMap<String, String> texts) {

        private int longest() {
            int bytes = LONGEST_VALUE + (texts == null ? 0 : LONGEST_LENGTH);
            if (texts != null) {
                for (Map.Entry<String, String> text : texts.entrySet()) {
                    bytes += 2 * LONGEST_LENGTH
                            + LONGEST_CHARACTER
                                    * (text.getKey().length() + text.getValue().length());
                }
            }
            return bytes;
        }
    }

    /** An instance as its row says it is, with the newest value and texts. */
    public AlertInstance newest(AlertInstance row) {
        InstanceReading reading = readings.get(InstancePlace.of(row));
        if (reading == null) {
            return row;
        }
        AlertInstance newest = row.at(row.evaluatedAt(), reading.value());
        return reading.texts() == null ? newest : newest.withAnnotations(reading.texts());
    }

    /** The newest value; the given one when the row has it. */
    double value(RuleKey rule, long fingerprint, double ofRow) {
        InstanceReading reading = readings.get(InstancePlace.of(rule, fingerprint));
        return reading == null ? ofRow : reading.value();
    }

    /** The newest texts; null when the row has them. */
    @Nullable
    SortedMap<String, String> texts(RuleKey rule, long fingerprint) {
        InstanceReading reading = readings.get(InstancePlace.of(rule, fingerprint));
        return reading == null ? null : reading.texts();
    }

    /** The same with what a slot found out. */
    public ReadingsChange change() {
        return new ReadingsChange(this);
    }

    /** Collects what a slot found out. Not thread-safe. */
    public static final class ReadingsChange {

        private final InstanceReadings before;
        private TreeMap<InstancePlace, InstanceReading> readings;
        private int size;

        private ReadingsChange(InstanceReadings before) {
            this.before = before;
            this.readings = before.readings;
            this.size = before.size;
        }

        /**
         * An instance is as it was but for its value and texts.
         *
         * @return false when there is no room for that: its row is to be written instead
         */
        public boolean put(AlertInstance was, AlertInstance now) {
            boolean isSameValue = Double.compare(was.value(), now.value()) == 0;
            boolean isSameTexts = was.annotations().equals(now.annotations());
            if (isSameValue && isSameTexts) {
                return true;
            }
            InstancePlace place = InstancePlace.of(now);
            InstanceReading known = readings.get(place);
            SortedMap<String, String> knownTexts = known == null ? null : known.texts();
            InstanceReading reading = new InstanceReading(now.value(), isSameTexts ? knownTexts : now.annotations());
            int grown = size + reading.longest() - (known == null ? 0 : known.longest());
            if (grown > MOST_BYTES) {
                return false;
            }
            own().put(place, reading);
            size = grown;
            return true;
        }

        /** The row of an instance is written, or deleted. */
        public void remove(AlertInstance instance) {
            InstancePlace place = InstancePlace.of(instance);
            InstanceReading known = readings.get(place);
            if (known != null) {
                own().remove(place);
                size -= known.longest();
            }
        }

        private TreeMap<InstancePlace, InstanceReading> own() {
            if (readings == before.readings) {
                readings = new TreeMap<>(readings);
            }
            return readings;
        }

        /** The same object as before when nothing has changed. */
        public InstanceReadings done() {
            return readings == before.readings ? before : new InstanceReadings(readings, size);
        }
    }

    /** What is to be stored; null when there is nothing. */
    byte @Nullable [] stored() {
        if (readings.isEmpty()) {
            return null;
        }
        ByteWriter out = new ByteWriter(readings.size() * 2 * Long.BYTES);
        out.putVarint(FORM);
        InstancePlace before = null;
        for (Map.Entry<InstancePlace, InstanceReading> entry : readings.entrySet()) {
            InstancePlace place = entry.getKey();
            InstanceReading reading = entry.getValue();
            boolean isSameRule = before != null && before.rule() == place.rule();
            boolean isWhole = Double.doubleToLongBits((double) (long) reading.value())
                    == Double.doubleToLongBits(reading.value());
            out.putVarint((isSameRule ? SAME_RULE : 0) | (isWhole ? WHOLE : 0) | (reading.texts() == null ? 0 : TEXTS));
            if (!isSameRule) {
                out.putLong(place.rule());
            }
            out.putLong(place.fingerprint());
            if (isWhole) {
                out.putSignedVarint((long) reading.value());
            } else {
                out.putLong(Double.doubleToLongBits(reading.value()));
            }
            if (reading.texts() != null) {
                out.putVarint(reading.texts().size());
                reading.texts().forEach((name, text) -> {
                    out.putText(name);
                    out.putText(text);
                });
            }
            before = place;
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException if this version cannot read them */
    static InstanceReadings read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return EMPTY;
        }
        ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
        if (in.readVarint() != FORM) {
            throw new IllegalArgumentException("readings in the form of another version");
        }
        TreeMap<InstancePlace, InstanceReading> readings = new TreeMap<>();
        int size = 0;
        long rule = 0;
        while (in.hasMore()) {
            int flags = in.readCount();
            rule = (flags & SAME_RULE) == 0 ? in.readLong() : rule;
            InstancePlace place = new InstancePlace(rule, in.readLong());
            double value = (flags & WHOLE) == 0 ? Double.longBitsToDouble(in.readLong()) : in.readSignedVarint();
            InstanceReading reading = new InstanceReading(value, (flags & TEXTS) == 0 ? null : texts(in));
            readings.put(place, reading);
            size += reading.longest();
        }
        return new InstanceReadings(readings, size);
    }

    private static SortedMap<String, String> texts(ByteReader in) {
        SortedMap<String, String> texts = new TreeMap<>();
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            texts.put(in.readText(), in.readText());
        }
        return texts;
    }
}
