package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of the Dockerfile in their order, without Docker: the jar is extracted, the training run makes its archive, and the
 * entry point starts on a tree that nobody may write to, as the user of the image where the test may become that one.
 */
@Tag("soak")
@EnabledIfSystemProperty(named = "packaged.jar", matches = ".+")
class ImageStepsIT {

    private static final String USER_OF_THE_IMAGE = "10001";

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path root;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void extractsTrainsAndStartsOnAReadOnlyTree() throws Exception {
        Path program = Files.createDirectories(root.resolve("opt"));
        String java = ProcessHandle.current().info().command().orElse("java");
        run(
                Map.of(),
                java,
                "-Djarmode=tools",
                "-jar",
                System.getProperty("packaged.jar"),
                "extract",
                "--force",
                "--destination",
                "" + program);
        Files.copy(Path.of("java.options"), program.resolve("java.options"));
        for (String file : List.of("tocsin", "healthcheck")) {
            Files.copy(Path.of("docker", file), program.resolve(file));
        }
        Path jar = program.resolve(Path.of(System.getProperty("packaged.jar")).getFileName());
        if (!jar.getFileName().toString().equals("tocsin.jar")) {
            Files.move(jar, program.resolve("tocsin.jar"));
        }
        run(Map.of(), "chmod", "-R", "a+rX", "" + root);
        run(Map.of(), "chmod", "a+x", "" + program.resolve("tocsin"), "" + program.resolve("healthcheck"));

        run(Map.of(), "" + program.resolve("tocsin"), "--make-archive");
        run(Map.of(), "chmod", "-R", "a-w,a+rX", "" + program);

        assertThat(program.resolve("tocsin.jsa").toFile().length()
                        + program.resolve("tocsin.aot").toFile().length())
                .isGreaterThan(10_000_000);
        Path data = Files.createDirectories(root.resolve("data"));
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (isRoot) {
            run(Map.of(), "chmod", "a+rx", "" + root, "" + root.getParent());
            startsNotWithSomebodyElsesVolume(program, data);
            run(Map.of(), "chown", USER_OF_THE_IMAGE, "" + data);
        }
        starts(program, data, isRoot);
    }

    private static void startsNotWithSomebodyElsesVolume(Path program, Path data) throws Exception {
        Process process = start(Map.of("TOCSIN_DATA_DIR", "" + data), true, "" + program.resolve("tocsin"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said.strip().lines()).singleElement().asString().contains("belongs to uid 0 and this is uid 10001");
    }

    private static void starts(Path program, Path data, boolean isRoot) throws Exception {
        String port = "" + TocsinProcess.freePort();
        Map<String, String> environment = Map.of(
                "TOCSIN_DATA_DIR",
                "" + data,
                "TOCSIN_PORT",
                port,
                "TOCSIN_ADMIN_PASSWORD",
                RunningTocsin.ADMIN_PASSWORD);
        Process tocsin = start(environment, isRoot, "" + program.resolve("tocsin"));
        try {
            int code = 1;
            for (int i = 0; i < 480 && code != 0 && tocsin.isAlive(); i++) {
                Process health = start(environment, isRoot, "" + program.resolve("healthcheck"));
                code = health.waitFor(10, TimeUnit.SECONDS) ? health.exitValue() : 1;
                tocsin.waitFor(500, TimeUnit.MILLISECONDS);
            }
            assertThat(tocsin.isAlive()).isTrue();
            assertThat(code).isZero();
            // An archive that does not fit is passed over without a word.
            assertThat(Files.readString(Path.of("/proc", "" + tocsin.pid(), "maps")))
                    .containsPattern(Pattern.quote("" + program) + "/tocsin[.](jsa|aot)");
        } finally {
            tocsin.destroy();
            assertThat(tocsin.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Process start(Map<String, String> environment, boolean asUserOfTheImage, String... command)
            throws IOException {
        List<String> all = new ArrayList<>();
        if (asUserOfTheImage) {
            all.addAll(
                    List.of("setpriv", "--reuid", USER_OF_THE_IMAGE, "--regid", USER_OF_THE_IMAGE, "--clear-groups"));
        }
        all.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        if (!command[0].endsWith("tocsin") || environment.size() == 1) {
            return builder.start();
        }
        return builder.redirectOutput(root.resolve("tocsin.log").toFile()).start();
    }

    private static void run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + said)
                .isZero();
    }
}
