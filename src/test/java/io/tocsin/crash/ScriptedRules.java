package io.tocsin.crash;

import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many rules whose values are known for every moment, so that a judge can say what had to happen. */
record ScriptedRules(int groups, int rulesPerGroup, Duration interval) implements LokiStandIn.Values {

    private static final Pattern JOB = Pattern.compile("job=\"([^\"]+)\"");
    private static final String ALERT = "alert_";
    private static final int SLOTS_PER_PHASE = 4;

    /** Each rule has a label {@code lane} from 0 to one less, by which its messages can be shared out. */
    static final int LANES = 8;

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int group = 0; group < groups; group++) {
            StringBuilder text = new StringBuilder(
                    "groups:\n  - name: g\n    interval: " + interval.toMillis() + "ms\n    rules:\n");
            for (int rule = 0; rule < rulesPerGroup; rule++) {
                String job = group + "_" + rule;
                text.append("      - alert: " + ALERT + job + "\n");
                text.append("        expr: sum by (host) (count_over_time({job=\"" + job + "\"}[1m]))\n");
                text.append("        condition: \"> 0\"\n");
                text.append("        labels: {lane: \"" + group % LANES + "\"}\n");
            }
            Files.writeString(folder.resolve("group" + group + ".yml"), text);
        }
    }

    int rules() {
        return groups * rulesPerGroup;
    }

    @Override
    public double at(String query, long epochMillis) {
        Matcher job = JOB.matcher(query);
        return job.find() ? valueOf(job.group(1), epochMillis) : 0;
    }

    /** What a slot of the rule must have seen. */
    double ofAlert(String alert, long slotMillis) {
        return valueOf(alert.substring(ALERT.length()), slotMillis);
    }

    /** A third of the time active, in phases of a few slots, each rule in its own. */
    private double valueOf(String job, long epochMillis) {
        long phase = Math.floorDiv(epochMillis / interval.toMillis() + job.hashCode(), SLOTS_PER_PHASE);
        return Math.floorMod(phase * 31 + job.hashCode(), 3) == 0 ? 1 + Math.floorMod(phase, 9) : 0;
    }
}
