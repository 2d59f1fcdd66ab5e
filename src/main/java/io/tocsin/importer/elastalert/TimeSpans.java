package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads spans of time as Python's, as in {@code {hours: 1, minutes: 30}}. */
final class TimeSpans {

    private static final Map<String, Long> MILLISECONDS = Map.of(
            "milliseconds", 1L,
            "seconds", 1_000L,
            "minutes", 60_000L,
            "hours", 3_600_000L,
            "days", 86_400_000L,
            "weeks", 604_800_000L);

    private TimeSpans() {}

    /** Null when the field is absent or cannot be read, which is remarked. */
    static @Nullable Duration read(YamlFields fields, String name, ImportRemarks remarks) {
        YamlFields span = fields.mapping(name);
        if (span == null) {
            return null;
        }
        double total = 0;
        for (String unit : span.names()) {
            Long size = MILLISECONDS.get(unit);
            String number = span.text(unit, "");
            if (size == null || !number.matches("\\d+(\\.\\d+)?")) {
                remarks.lost(span.place(unit), name + ": " + unit + ": " + number + " is no span of time");
                return null;
            }
            total += Double.parseDouble(number) * size;
        }
        return Duration.ofMillis(Math.round(total));
    }
}
