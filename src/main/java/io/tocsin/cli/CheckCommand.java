package io.tocsin.cli;

import io.tocsin.check.CheckedFiles;
import io.tocsin.check.FileCheck;
import io.tocsin.check.Finding;
import io.tocsin.check.SourceFile;
import io.tocsin.check.SourceFiles;
import io.tocsin.cli.report.CommandReport;
import io.tocsin.cli.report.OutputFormat;
import io.tocsin.cli.report.ReportWriter;
import io.tocsin.rule.lint.LintSeverity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin check}: reads files as the server would, and says everything that is wrong with them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Read and lint rules, tests of rules, policies, contact points, data sources and templates.")
final class CheckCommand extends ConfiguredCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "Files, or directories with all below them. Default: the files that the server would read.")
    private List<Path> paths = List.of();

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat output = OutputFormat.TEXT;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 1 on findings at least so bad: ${COMPLETION-CANDIDATES}. Default: warning.")
    private LintSeverity failOn = LintSeverity.WARNING;

    @Override
    public Integer call() {
        CommandSettings environment = settings();
        List<Path> places = paths.isEmpty() ? environment.installation() : paths;
        if (places.isEmpty()) {
            throw new CommandFailedException("there is nothing to check: name files, or set TOCSIN_RULES_DIR; \""
                    + environment.rulesDir() + "\" does not exist");
        }
        SourceFiles collected = SourceFiles.of(places, environment.rulesDir());
        CheckedFiles result = FileCheck.run(
                collected.files(),
                new FileCheck.CheckSettings(
                        environment.variables()::apply,
                        environment.get("TOCSIN_ALLOWED_WEBHOOK_HOSTS", ""),
                        environment.templatesDir()));
        CommandReport report = report(collected, result);
        out().print(ReportWriter.of(output, environment.isColored()).write(report));
        return report.isFailed() ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private CommandReport report(SourceFiles collected, CheckedFiles result) {
        Map<String, String> texts = new HashMap<>();
        Map<String, List<Finding>> byFile = new LinkedHashMap<>();
        for (SourceFile file : result.files()) {
            texts.put(file.name(), file.text());
            byFile.put(file.name(), new ArrayList<>());
        }
        collected.findings().forEach(finding -> add(finding, byFile));
        result.findings().forEach(finding -> add(finding, byFile));
        List<CommandReport.FileReport> files = new ArrayList<>();
        byFile.forEach((file, findings) -> files.add(
                new CommandReport.FileReport(file, List.of(new CommandReport.CaseReport("check", 0, findings)))));
        return new CommandReport("check", files, failOn, texts::get);
    }

    private static void add(Finding finding, Map<String, List<Finding>> byFile) {
        byFile.computeIfAbsent(finding.file(), file -> new ArrayList<>()).add(finding);
    }
}
