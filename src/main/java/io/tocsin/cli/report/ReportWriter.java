package io.tocsin.cli.report;

/** Writes a report in one form. */
public interface ReportWriter {

    /** The whole report; ends in a line break. */
    String write(CommandReport report);

    /** @param isColored whether the text form may use colours */
    static ReportWriter of(OutputFormat format, boolean isColored) {
        return switch (format) {
            case TEXT -> new TextReport(isColored);
            case JSON -> new JsonReport();
            case JUNIT -> new JunitReport();
            case GITHUB -> new GithubReport();
        };
    }
}
