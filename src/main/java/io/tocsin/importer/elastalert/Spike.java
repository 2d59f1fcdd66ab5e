package io.tocsin.importer.elastalert;

import io.tocsin.yaml.YamlFields;

/** Many more or fewer lines than in the time before. */
final class Spike {

    private final YamlFields fields;
    private final CountedLines lines;

    Spike(YamlFields fields, CountedLines lines) {
        this.fields = fields;
        this.lines = lines;
    }

    /** Its value is the number of lines now. */
    String expression() {
        String height = fields.text("spike_height", "1");
        String now = atLeast(lines.count(), fields.text("threshold_cur", "1"));
        String before = atLeast(lines.countBefore(), fields.text("threshold_ref", "1"));
        String up = now + " >= " + height + " * " + before;
        String down = now + " <= " + before + " / " + height;
        return switch (fields.text("spike_type", "both")) {
            case "up" -> up;
            case "down" -> down;
            default -> "(" + up + ") or (" + down + ")";
        };
    }

    /** A count that is there has at least one line. */
    private String atLeast(String count, String threshold) {
        if (threshold.equals("0") && lines.labels().isEmpty()) {
            return "(" + count + " or vector(0))";
        }
        return threshold.equals("1") || threshold.equals("0") ? count : "(" + count + " >= " + threshold + ")";
    }
}
