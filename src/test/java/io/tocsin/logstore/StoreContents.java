package io.tocsin.logstore;

import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a store holds, as text that can be compared. */
final class StoreContents {

    private StoreContents() {}

    static Map<String, List<String>> of(LogStore store) {
        Map<String, List<String>> contents = new TreeMap<>();
        for (LogStream stream : store.select(List.of(), Long.MIN_VALUE, Long.MAX_VALUE)) {
            List<String> lines = new ArrayList<>();
            EntryCursor cursor = stream.entries(Long.MIN_VALUE, Long.MAX_VALUE, Direction.FORWARD);
            while (cursor.next()) {
                lines.add(cursor.timestampNanos() + " "
                        + new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8) + " "
                        + cursor.structuredMetadata());
            }
            contents.put(stream.labels().toString(), lines);
        }
        return contents;
    }
}
