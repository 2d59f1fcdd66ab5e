package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process with SIGKILL, again and again: what it acknowledged must be there. */
class KilledProcessIT {

    private static final int ROUNDS = Integer.getInteger("tocsin.kill-rounds", 4);

    @TempDir
    Path directory;

    @Test
    void keepsEveryAcknowledgedPushAndNoneTwice() throws IOException, InterruptedException {
        Random random = new Random(42);
        long next = 0;
        List<Long> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long last = writeUntilKilled(next, 50 + random.nextInt(400), acknowledged);
            next = last + 1000;
        }

        try (LogStore store = CrashingWriter.open(directory)) {
            Map<Long, Integer> found = linesByPush(store);

            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 50);
            assertThat(acknowledged)
                    .allSatisfy(push -> assertThat(found).containsEntry(push, CrashingWriter.LINES_PER_PUSH));
            assertThat(found.values()).allMatch(lines -> lines == CrashingWriter.LINES_PER_PUSH);
            assertThat(store.replayReport().damagedBytes()).isZero();
        }
    }

    /** Lets a process push until so many pushes are acknowledged, and kills it while it goes on. */
    private long writeUntilKilled(long first, int pushes, List<Long> acknowledged)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        directory.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = first;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = output.readLine()) != null) {
                if (line.matches("[0-9]+")) {
                    last = Long.parseLong(line);
                    acknowledged.add(last);
                    if (last - first == pushes) {
                        // Not Process.destroyForcibly, which closes the pipe with what is still in it.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        return last;
    }

    private static Map<Long, Integer> linesByPush(LogStore store) {
        Map<Long, Integer> found = new HashMap<>();
        StoreContents.of(store).values().stream().flatMap(List::stream).forEach(line -> {
            String[] words = line.split(" ");
            found.merge(Long.parseLong(words[2]), 1, Integer::sum);
        });
        return found;
    }
}
