package io.tocsin.web.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {

    @TempDir
    Path home;

    @Test
    void isEmptyWhenNothingWasChanged() {
        assertThat(UnifiedDiff.between("a\nb\n", "a\nb\n", "x.yml")).isEmpty();
    }

    @Test
    void showsTheChangeWithItsSurroundings() {
        assertThat(UnifiedDiff.between("a\nb\nc\n", "a\nB\nc\n", "sub/x.yml"))
                .containsExactly("--- a/sub/x.yml", "+++ b/sub/x.yml", "@@ -1,3 +1,3 @@", " a", "-b", "+B", " c");
    }

    @Test
    void marksALastLineThatDoesNotEnd() {
        assertThat(UnifiedDiff.between("a\nb", "a\nb\n", "x.yml"))
                .containsExactly(
                        "--- a/x.yml",
                        "+++ b/x.yml",
                        "@@ -1,2 +1,2 @@",
                        " a",
                        "-b",
                        "\\ No newline at end of file",
                        "+b");
    }

    @Test
    void isTakenByGitForAnyChangeOfAnyText() throws IOException, InterruptedException {
        Assumptions.assumeTrue(run("git", "init", "-q"), "git is not installed");
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            String before = seed == 0 ? "" : text(random);
            String after = text(random);
            Path file = home.resolve("x.yml");
            Files.deleteIfExists(file);
            if (!before.isEmpty()) {
                Files.writeString(file, before);
            }
            List<String> diff = UnifiedDiff.between(before, after, "x.yml");
            if (!diff.isEmpty()) {
                Files.writeString(home.resolve("d.diff"), String.join("\n", diff) + "\n");
                assertThat(run("git", "apply", "d.diff"))
                        .as("seed " + seed + "\n" + String.join("\n", diff))
                        .isTrue();
            }

            assertThat(Files.readString(file)).as("seed " + seed).isEqualTo(after);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("first");
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append('\n').append("line ").append(random.nextInt(6));
        }
        return text.append(random.nextBoolean() ? "\n" : "").toString();
    }

    private boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
