package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.DeliveryOutcome;
import java.util.List;
import java.util.Locale;

/**
 * What a test of a contact point found, word for word.
 *
 * @param check what the service said of the target without a message; empty when it said nothing
 */
public record TestReport(boolean isSuccess, String check, List<ReportLine> lines) {

    /** @param sample {@code FIRING} or {@code RESOLVED} */
    public record ReportLine(String sample, boolean isDelivered, String outcome, String detail) {}

    public static TestReport of(ContactPointTester.TestResult result) {
        ReportLine firing = line("FIRING", result.firing());
        List<ReportLine> lines =
                firing.isDelivered() ? List.of(firing, line("RESOLVED", result.resolved())) : List.of(firing);
        return new TestReport(result.isSuccess(), result.check().detail(), lines);
    }

    private static ReportLine line(String sample, DeliveryOutcome outcome) {
        String word = outcome.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return new ReportLine(
                sample, outcome instanceof DeliveryOutcome.Delivered, word.toLowerCase(Locale.ROOT), outcome.detail());
    }
}
