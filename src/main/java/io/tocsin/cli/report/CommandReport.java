package io.tocsin.cli.report;

import io.tocsin.check.Finding;
import io.tocsin.rule.lint.LintSeverity;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command found.
 *
 * @param command its name
 * @param failOn findings that are at least so bad make a case fail
 * @param source the text of a file, to show the line of a finding; null when there is none
 */
public record CommandReport(
        String command, List<FileReport> files, LintSeverity failOn, Function<String, @Nullable String> source) {

    public CommandReport {
        files = List.copyOf(files);
    }

    /** One file and what was looked at in it. */
    public record FileReport(String file, List<CaseReport> cases) {

        public FileReport {
            cases = List.copyOf(cases);
        }
    }

    /** One thing that is fine or not, for example a test; the file as a whole when there is nothing smaller. */
    public record CaseReport(String name, double seconds, List<Finding> findings) {

        public CaseReport {
            findings = List.copyOf(findings);
        }
    }

    public List<Finding> findings() {
        return files.stream()
                .flatMap(file -> file.cases().stream())
                .flatMap(one -> one.findings().stream())
                .toList();
    }

    public int cases() {
        return files.stream().mapToInt(file -> file.cases().size()).sum();
    }

    public boolean isFailed(CaseReport one) {
        return one.findings().stream().anyMatch(finding -> finding.isAtLeast(failOn));
    }

    public int failedCases() {
        return (int) files.stream()
                .flatMap(file -> file.cases().stream())
                .filter(this::isFailed)
                .count();
    }

    public boolean isFailed() {
        return failedCases() > 0;
    }

    public int count(LintSeverity severity) {
        return (int) findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
