package io.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.slack.SlackCost;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.TestMessages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a message of fifty alerts with a stack trace each costs. */
class ComposingCostTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 30);

    @Test
    void composesFiftyAlertsWithTraces() throws IOException {
        String trace = Files.readString(Path.of("src/test/resources/traces/01-java-logback-three-causes.txt"))
                .lines()
                .filter(row -> !row.startsWith("#! "))
                .collect(java.util.stream.Collectors.joining("\n"));
        List<Long> lines = new ArrayList<>();
        List<Long> rendering = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpu();
            List<AlertEntry> alerts = IntStream.range(0, 50)
                    .mapToObj(i -> TestMessages.alert("host" + i).withEvidence(evidence(trace, i)))
                    .toList();
            long composed = cpu();
            assertThat(SlackCost.render(
                            Outgoing.first(TestMessages.firing("job_alarm", alerts.toArray(AlertEntry[]::new)))))
                    .isNotEmpty();
            lines.add(composed - start);
            rendering.add(cpu() - composed);
        }
        System.out.printf(
                "evidence %.2f ms, rendering %.2f ms (median of the last %d)%n",
                median(lines), median(rendering), ROUNDS / 2);
        // 3.9 ms once compiled (-Drounds=600, without the limits of a test's JVM); before that, and on a busy machine,
        // more.
        assertThat(median(lines) + median(rendering)).isLessThan(100);
    }

    private static Evidence evidence(String trace, int host) {
        return EvidenceComposer.compose(
                List.of(new SourceLine(Instant.EPOCH, trace.replace("0042", Integer.toString(host)), "")),
                EvidenceLimits.ofLines(5),
                Redaction.STANDARD);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double median(List<Long> nanos) {
        List<Long> last =
                nanos.subList(nanos.size() / 2, nanos.size()).stream().sorted().toList();
        return last.get(last.size() / 2) / 1e6;
    }
}
