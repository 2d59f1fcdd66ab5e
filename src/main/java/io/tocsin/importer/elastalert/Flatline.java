package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlFields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Too few lines in a time, together or for a value of a field that was there before. */
final class Flatline {

    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final YamlFields fields;
    private final CountedLines lines;
    private final ImportRemarks remarks;

    Flatline(YamlFields fields, CountedLines lines, ImportRemarks remarks) {
        this.fields = fields;
        this.lines = lines;
        this.remarks = remarks;
    }

    void putInto(Map<String, Object> rule) {
        String threshold = fields.text("threshold", "1");
        if (lines.labels().isEmpty()) {
            rule.put("expr", lines.count() + " or vector(0)");
            rule.put("condition", "< " + threshold);
            return;
        }
        if (!threshold.equals("1")) {
            rule.put("expr", lines.count());
            rule.put("condition", "< " + threshold);
            remarks.changed(
                    fields.place("threshold"),
                    "a value of query_key that has no line at all has no count either: write a second rule with"
                            + " \"absent\" for those");
            return;
        }
        Map<String, Object> absent = new LinkedHashMap<>();
        absent.put("selector", lines.query());
        absent.put("by", lines.labels());
        absent.put("missing_for", PrometheusDuration.format(lines.window()));
        if (lines.window().compareTo(REMEMBERED) >= 0) {
            absent.put("seen_within", PrometheusDuration.format(lines.window().multipliedBy(2)));
        }
        rule.put("absent", absent);
        remarks.changed(
                fields.place("query_key"),
                "each value that had a line in the last 24h is watched; ElastAlert remembers since its start");
    }
}
