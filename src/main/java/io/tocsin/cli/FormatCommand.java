package io.tocsin.cli;

import io.tocsin.check.FileKind;
import io.tocsin.check.Finding;
import io.tocsin.check.SourceFile;
import io.tocsin.check.SourceFiles;
import io.tocsin.cli.report.CommandReport;
import io.tocsin.cli.report.OutputFormat;
import io.tocsin.cli.report.ReportWriter;
import io.tocsin.rule.RuleFileFormat;
import io.tocsin.rule.RuleFormatException;
import io.tocsin.rule.lint.LintSeverity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin fmt}: writes rule files the way all are written. Comments and the order of everything stay. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description =
                "Write rule files uniformly: queries as Loki prints them, indentation, blank lines. Comments stay.")
final class FormatCommand extends ConfiguredCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files or directories. Default: the rules directory.")
    private List<Path> paths = List.of();

    @Option(names = "--check", description = "Change nothing; exit with 1 and name the files that would change.")
    private boolean isCheck;

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() throws IOException {
        List<Path> places = paths.isEmpty() ? List.of(settings().rulesDir()) : paths;
        List<CommandReport.FileReport> reports = new ArrayList<>();
        int changed = 0;
        int broken = 0;
        for (SourceFile file : SourceFiles.of(places, settings().rulesDir()).files()) {
            if (file.kind() != FileKind.RULES) {
                continue;
            }
            List<Finding> findings = new ArrayList<>();
            try {
                String formatted = RuleFileFormat.format(file.text(), file.name());
                if (!formatted.equals(file.text())) {
                    changed++;
                    findings.add(finding(
                            file, LintSeverity.WARNING, isCheck ? "is not as fmt writes it" : "was written anew"));
                    write(file.path(), formatted);
                }
            } catch (RuleFormatException e) {
                broken++;
                findings.add(finding(file, LintSeverity.ERROR, String.valueOf(e.getMessage())));
            }
            reports.add(new CommandReport.FileReport(
                    file.name(), List.of(new CommandReport.CaseReport("fmt", 0, findings))));
        }
        tell(new CommandReport("fmt", reports, isCheck ? LintSeverity.WARNING : LintSeverity.ERROR, file -> null));
        return broken > 0 || (isCheck && changed > 0) ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private static Finding finding(SourceFile file, LintSeverity severity, String message) {
        return new Finding(file.name(), 1, 1, severity, "fmt", message);
    }

    /** As text the names of the files that changed, or would, and nothing else: one can go on with that. */
    private void tell(CommandReport report) {
        if (output != OutputFormat.TEXT) {
            out().print(ReportWriter.of(output, settings().isColored()).write(report));
            return;
        }
        for (Finding finding : report.findings()) {
            if (finding.severity() == LintSeverity.ERROR) {
                err().println(finding.message());
            } else {
                out().println(finding.file());
            }
        }
    }

    private void write(Path file, String text) throws IOException {
        if (!isCheck) {
            Files.writeString(file, text);
        }
    }
}
