package io.tocsin.logql.engine.pipeline;

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

    /** The line as text; decoded once. */
    String text() {
        if (text == null) {
            text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
        return text;
    }
}
