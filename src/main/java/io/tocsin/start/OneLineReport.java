package io.tocsin.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.util.StringUtils;

/** Logs why the start failed in one line; the stack trace is there at level DEBUG. Spring Boot's own report is off. */
final class OneLineReport implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger("io.tocsin.start");

    @Override
    public void report(FailureAnalysis analysis) {
        log.error("{}", line(analysis));
        log.debug("The start failed", analysis.getCause());
    }

    static String line(FailureAnalysis analysis) {
        String what = oneLine(analysis.getDescription());
        String action = analysis.getAction();
        String wayOut = StringUtils.hasText(action) ? "; " + oneLine(action) : "";
        return "Tocsin cannot start: " + what + wayOut + ".";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("[.;:]+$", "");
    }
}
