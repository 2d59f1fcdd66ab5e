package io.tocsin.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.FileCheck;
import io.tocsin.check.FileKind;
import io.tocsin.check.Finding;
import io.tocsin.check.SourceFile;
import io.tocsin.importer.elastalert.ElastalertImport;
import io.tocsin.importer.grafana.GrafanaImport;
import io.tocsin.rule.lint.LintSeverity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations of other programs, and what becomes of them: the files and every remark. {@code -Dgolden.update=true}
 * writes the golden texts, whose diff is to be reviewed.
 */
class ImportGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/importer");
    /** Whoever checks has no webhooks; a text whose template is wrong is remarked, and has the built-in one. */
    private static final String SECRET = "https://hooks.slack.com/services/T000/B000/XXXX";

    @TempDir
    private Path home;

    static Stream<Path> samples() {
        return Stream.of("grafana", "elastalert", "loki", "prometheus").flatMap(program -> in(ROOT.resolve(program)));
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".golden")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void becomesWhatWasReviewed(Path sample) throws Exception {
        Imported imported = read(sample);

        Path golden = sample.resolveSibling(sample.getFileName() + ".golden");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text(imported));
        }
        assertThat(text(imported)).as("%s", golden).isEqualTo(Files.readString(golden));
        boolean isAsItWas = sample.getParent().getFileName().toString().matches("loki|prometheus");
        if (!isAsItWas || imported.isComplete()) {
            assertThat(errorsOf(imported))
                    .as("what a gateway would say of %s", sample)
                    .isEmpty();
        }
    }

    private static Imported read(Path sample) throws IOException {
        String file = sample.getFileName().toString();
        String text = Files.readString(sample);
        return switch (sample.getParent().getFileName().toString()) {
            case "grafana" -> GrafanaImport.read(Map.of(file, text), "prometheus");
            case "elastalert" -> ElastalertImport.read(Map.of(file, text), "");
            case "loki" -> RuleFileImport.ofLoki(text, file);
            default -> RuleFileImport.ofPrometheus(text, file, "prometheus");
        };
    }

    private static String text(Imported imported) {
        StringBuilder text = new StringBuilder("=== remarks\n");
        imported.remarks().forEach(remark -> text.append(remark).append('\n'));
        imported.files()
                .forEach((name, content) ->
                        text.append("=== ").append(name).append('\n').append(content));
        return text.toString();
    }

    /** What is not carried over is remarked; what is written must not keep the rest from running. */
    private List<String> errorsOf(Imported imported) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (Map.Entry<String, String> file : imported.files().entrySet()) {
            Path path = home.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            FileKind.of(file.getKey(), file.getValue())
                    .filter(kind -> kind != FileKind.TEMPLATE)
                    .ifPresent(kind -> files.add(new SourceFile(path, file.getKey(), kind, file.getValue())));
        }
        String remarks = imported.remarks().stream().map(Object::toString).collect(Collectors.joining("\n"));
        return FileCheck.run(
                        files,
                        new FileCheck.CheckSettings(
                                name -> name.startsWith("DISCORD")
                                        ? "https://discord.com/api/webhooks/1/x"
                                        : name.contains("AUTHORIZATION") ? "Bearer x" : SECRET,
                                "h.example.com,pay.example.com",
                                home.resolve("templates")))
                .findings()
                .stream()
                .filter(finding -> finding.severity() == LintSeverity.ERROR)
                .filter(finding ->
                        !remarks.contains("is left out") || !finding.message().contains("built-in"))
                .filter(finding -> !isOfAPrometheus(finding, imported))
                .map(Finding::toString)
                .toList();
    }

    /** No file of data sources says here that it is one. */
    private static boolean isOfAPrometheus(Finding finding, Imported imported) {
        return finding.code().equals("rules")
                && String.valueOf(imported.files().get(finding.file())).contains("datasource: prometheus");
    }
}
