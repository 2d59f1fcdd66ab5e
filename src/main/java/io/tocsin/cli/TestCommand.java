package io.tocsin.cli;

import io.tocsin.check.FileKind;
import io.tocsin.check.Finding;
import io.tocsin.check.SourceFile;
import io.tocsin.check.SourceFiles;
import io.tocsin.cli.report.CommandReport;
import io.tocsin.cli.report.CommandReport.CaseReport;
import io.tocsin.cli.report.CommandReport.FileReport;
import io.tocsin.cli.report.OutputFormat;
import io.tocsin.cli.report.ReportWriter;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.ruletest.RuleTestResult;
import io.tocsin.ruletest.RuleTests;
import io.tocsin.yaml.FileProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin test}: runs tests of rules, with log lines as input. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Run tests of rules: log lines go in; what fires, and what messages read, is compared.")
final class TestCommand extends ConfiguredCommand {

    private static final String CODE = "test";

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of tests, or directories with all of them below.")
    private List<Path> paths = List.of();

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat output = OutputFormat.TEXT;

    @Override
    public Integer call() {
        CommandSettings environment = settings();
        SourceFiles collected = SourceFiles.of(paths, environment.rulesDir());
        Map<String, String> texts = new HashMap<>();
        List<FileReport> files = new ArrayList<>();
        collected.findings().stream()
                .filter(finding -> finding.severity() == LintSeverity.ERROR)
                .forEach(finding -> files.add(
                        new FileReport(finding.file(), List.of(new CaseReport("file", 0, List.of(finding))))));
        MessagePrinter printer = new MessagePrinter();
        RuleTests tests = new RuleTests(environment.destinationsReader(), printer::text, System::nanoTime);
        for (SourceFile file : collected.files()) {
            texts.put(file.name(), file.text());
            if (file.kind() == FileKind.RULE_TESTS) {
                files.add(report(tests.run(file.path(), file.name())));
            }
        }
        if (files.isEmpty()) {
            throw new CommandFailedException("there is no file of tests among " + paths);
        }
        CommandReport report = new CommandReport("test", files, LintSeverity.ERROR, texts::get);
        out().print(ReportWriter.of(output, environment.isColored()).write(report));
        return report.isFailed() ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private static FileReport report(RuleTestResult result) {
        if (!result.problems().isEmpty()) {
            return new FileReport(result.file(), List.of(new CaseReport("file", 0, findings("", result.problems()))));
        }
        return new FileReport(
                result.file(),
                result.tests().stream()
                        .map(test -> new CaseReport(
                                test.name(),
                                test.seconds(),
                                findings("test \"" + test.name() + "\": ", test.failures())))
                        .toList());
    }

    private static List<Finding> findings(String prefix, List<FileProblem> problems) {
        return problems.stream()
                .map(problem -> new Finding(
                        problem.file(),
                        problem.line(),
                        problem.column(),
                        LintSeverity.ERROR,
                        CODE,
                        prefix + problem.message()))
                .toList();
    }
}
