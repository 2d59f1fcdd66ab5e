package io.tocsin.cli;

import io.tocsin.check.Finding;
import io.tocsin.cli.report.CommandReport;
import io.tocsin.cli.report.OutputFormat;
import io.tocsin.cli.report.ReportWriter;
import io.tocsin.importer.AlertmanagerImport;
import io.tocsin.importer.ImportRemark;
import io.tocsin.importer.Imported;
import io.tocsin.importer.RuleFileImport;
import io.tocsin.importer.elastalert.ElastalertImport;
import io.tocsin.importer.grafana.GrafanaImport;
import io.tocsin.rule.lint.LintSeverity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin import}: makes files of Tocsin from the configuration of other programs, and says what became of each part. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Make rules, policies and contact points from the configuration of other programs.")
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "${COMPLETION-CANDIDATES}.")
    private ImportSource source = ImportSource.ALERTMANAGER;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Its files.")
    private List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Write over files that exist.")
    private boolean isForced;

    @Option(
            names = "--datasource",
            paramLabel = "NAME",
            description = "The Prometheus that imported rules of Prometheus ask. Default: prometheus.")
    private String dataSource = "prometheus";

    @Option(
            names = "--selector",
            paramLabel = "SELECTOR",
            description = "The streams that imported rules of ElastAlert look at, as in {job=\"web\"}."
                    + " Default: guessed from the index.")
    private String selector = "";

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat output = OutputFormat.TEXT;

    /** What can be imported. */
    enum ImportSource {
        GRAFANA,
        ALERTMANAGER,
        LOKI,
        PROMETHEUS,
        ELASTALERT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        Map<Path, String> written = new LinkedHashMap<>();
        List<ImportRemark> remarks = new ArrayList<>();
        boolean isComplete = true;
        for (Imported imported : imported()) {
            imported.files().forEach((name, text) -> put(out.resolve(name), text, written));
            remarks.addAll(imported.remarks());
            isComplete &= imported.isComplete();
        }
        refuseExisting(written);
        for (Map.Entry<Path, String> entry : written.entrySet()) {
            Path parent = entry.getKey().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(entry.getKey(), entry.getValue());
        }
        report(written, remarks);
        return isComplete ? ExitCodes.FINE : ExitCodes.FOUND;
    }

    /** Grafana's files and ElastAlert's belong together; the others are read one by one. */
    private List<Imported> imported() {
        Map<Path, String> texts = new LinkedHashMap<>();
        files.forEach(file -> texts.put(file, text(file)));
        Map<String, String> named = new LinkedHashMap<>();
        texts.forEach((file, text) -> named.put(file.toString(), text));
        return switch (source) {
            case GRAFANA -> List.of(GrafanaImport.read(named, dataSource));
            case ELASTALERT -> List.of(ElastalertImport.read(named, selector));
            case ALERTMANAGER ->
                texts.entrySet().stream()
                        .map(file -> AlertmanagerImport.read(
                                file.getValue(), file.getKey().toString(), new TemplateDirectory(file.getKey())))
                        .toList();
            case LOKI ->
                named.entrySet().stream()
                        .map(file -> RuleFileImport.ofLoki(file.getValue(), file.getKey()))
                        .toList();
            case PROMETHEUS ->
                named.entrySet().stream()
                        .map(file -> RuleFileImport.ofPrometheus(file.getValue(), file.getKey(), dataSource))
                        .toList();
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailedException("the file " + file + " cannot be read");
        }
    }

    private void put(Path path, String text, Map<Path, String> written) {
        if (written.putIfAbsent(path, text) != null) {
            throw new CommandFailedException(
                    "two of the files would become " + path + "; import them into two directories");
        }
    }

    private void refuseExisting(Map<Path, String> written) {
        List<Path> existing = written.keySet().stream().filter(Files::exists).toList();
        if (!existing.isEmpty() && !isForced) {
            throw new CommandFailedException(
                    "nothing was written: " + existing + " exist already; name another directory, or use --force");
        }
    }

    private void report(Map<Path, String> written, List<ImportRemark> remarks) {
        PrintWriter printer = spec.commandLine().getOut();
        if (output != OutputFormat.TEXT) {
            printer.print(ReportWriter.of(output, false).write(report(remarks)));
            return;
        }
        remarks.forEach(printer::println);
        written.keySet().forEach(file -> printer.println("written: " + file));
        long lost = remarks.stream()
                .filter(remark -> remark.kind() == ImportRemark.RemarkKind.LOST)
                .count();
        printer.println(
                lost == 0
                        ? "Everything was carried over; see with: tocsin check " + out
                        : lost + " parts were not carried over, see above; then: tocsin check " + out);
    }

    /** Each of the sources with what is to be said of it; what was lost is an error. */
    private CommandReport report(List<ImportRemark> remarks) {
        List<CommandReport.FileReport> reports = new ArrayList<>();
        for (Path file : files) {
            List<Finding> findings = remarks.stream()
                    .filter(remark -> remark.file().equals(file.toString()))
                    .map(ImportCommand::finding)
                    .toList();
            reports.add(new CommandReport.FileReport(
                    file.toString(), List.of(new CommandReport.CaseReport("import", 0, findings))));
        }
        return new CommandReport("import", reports, LintSeverity.ERROR, file -> null);
    }

    private static Finding finding(ImportRemark remark) {
        return new Finding(
                remark.file(),
                remark.line(),
                remark.column(),
                switch (remark.kind()) {
                    case LOST -> LintSeverity.ERROR;
                    case CHANGED -> LintSeverity.HINT;
                    case TO_DO -> LintSeverity.WARNING;
                },
                remark.kind().name().toLowerCase(Locale.ROOT),
                remark.message());
    }
}
