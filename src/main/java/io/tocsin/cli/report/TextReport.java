package io.tocsin.cli.report;

import io.tocsin.check.Finding;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.text.Caret;
import io.tocsin.text.CleanText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For people: each finding with the line it is about, a caret below it, and a summary at the end. */
final class TextReport implements ReportWriter {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String CYAN = "\u001b[36m";
    private static final String OFF = "\u001b[0m";

    private final boolean isColored;

    TextReport(boolean isColored) {
        this.isColored = isColored;
    }

    @Override
    public String write(CommandReport report) {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> lines = new HashMap<>();
        for (Finding finding : report.findings()) {
            text.append(line(finding)).append('\n');
            List<String> source = lines.computeIfAbsent(finding.file(), file -> lines(report, file));
            appendExcerpt(text, finding, source);
        }
        return text.append(summary(report)).append('\n').toString();
    }

    private static List<String> lines(CommandReport report, String file) {
        @Nullable String source = report.source().apply(file);
        return source == null ? List.of() : source.lines().toList();
    }

    private String line(Finding finding) {
        return finding.file() + ":" + finding.line() + ":" + finding.column() + ": "
                + colored(finding.severity() + ":", color(finding.severity())) + " " + safe(finding.message()) + " ["
                + finding.code() + "]";
    }

    /** Messages quote files of others: what is no printable text must not reach the terminal. */
    private static String safe(String message) {
        return message.lines()
                .map(line ->
                        line.substring(0, line.length() - line.stripLeading().length())
                                        .replace('\t', ' ')
                                + CleanText.singleLine(line))
                .reduce((above, below) -> above + "\n" + below)
                .orElse("");
    }

    private static void appendExcerpt(StringBuilder text, Finding finding, List<String> source) {
        if (finding.line() < 1 || finding.line() > source.size()) {
            return;
        }
        String excerpt = source.get(finding.line() - 1).replaceAll("[\\p{Cntrl}&&[^\t]]", "\ufffd");
        if (excerpt.isBlank()) {
            return;
        }
        String number = String.format("%5d | ", finding.line());
        text.append(number).append(excerpt).append('\n');
        text.append("      | ").append(" ".repeat(number.length() - 8));
        text.append(Caret.under(excerpt, finding.column())).append('\n');
    }

    private String summary(CommandReport report) {
        if (report.command().equals("test")) {
            int failed = report.failedCases();
            return failed == 0
                    ? colored(counted(report.cases(), "test") + " passed", "")
                    : colored(failed + " of " + counted(report.cases(), "test") + " failed", RED);
        }
        String files = counted(report.files().size(), "file") + " checked: ";
        if (report.findings().isEmpty()) {
            return files + "no findings";
        }
        return files + counted(report.count(LintSeverity.ERROR), "error") + ", "
                + counted(report.count(LintSeverity.WARNING), "warning") + ", "
                + counted(report.count(LintSeverity.HINT), "hint");
    }

    private static String counted(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private static String color(LintSeverity severity) {
        return switch (severity) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case HINT -> CYAN;
        };
    }

    private String colored(String text, String color) {
        return isColored && !color.isEmpty() ? color + text + OFF : text;
    }
}
