package io.tocsin.cli.report;

import io.tocsin.check.Finding;
import io.tocsin.rule.lint.LintSeverity;

/** GitHub's workflow commands; docs.github.com/actions/reference/workflow-commands-for-github-actions. */
final class GithubReport implements ReportWriter {

    @Override
    public String write(CommandReport report) {
        StringBuilder text = new StringBuilder();
        report.findings().forEach(finding -> text.append(command(finding)).append('\n'));
        return text.toString();
    }

    private static String command(Finding finding) {
        return "::" + command(finding.severity()) + " file=" + property(finding.file()) + ",line=" + finding.line()
                + ",col=" + finding.column() + ",title=" + property(finding.code()) + "::"
                + escaped(finding.message());
    }

    private static String command(LintSeverity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case HINT -> "notice";
        };
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }
}
