package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.TextBudget;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The entry that goes through the stages; one object per query, reused. */
final class Entry {

    final LabelsBuilder labels;
    byte[] buffer = new byte[0];
    int offset;
    int length;
    long timestampNanos;
    private @Nullable String text;
    private @Nullable TextBudget budget;

    Entry(LabelsBuilder labels) {
        this.labels = labels;
    }

    void setLine(byte[] newBuffer, int newOffset, int newLength) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        text = null;
    }

    void setLine(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        setLine(bytes, 0, bytes.length);
        text = line;
    }

    /** Another entry begins. */
    void start(long timestamp, byte[] line, int lineOffset, int lineLength) {
        timestampNanos = timestamp;
        budget = null;
        setLine(line, lineOffset, lineLength);
    }

    /** What all templates of the pipeline may make of this entry. */
    TextBudget budget() {
        if (budget == null) {
            budget = new TextBudget();
        }
        return budget;
    }

    /** The line as text; decoded once. */
    String text() {
        if (text == null) {
            text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
        return text;
    }
}
