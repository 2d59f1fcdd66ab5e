package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.label.MatcherParser;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InhibitionTest {

    private static final InhibitRule RULE = new InhibitRule(
            MatcherParser.parseAll("severity=critical"),
            MatcherParser.parseAll("severity=~\"critical|warning\""),
            new TreeSet<>(List.of("alertname", "host")));

    private static Labels alert(String severity, String host) {
        return Labels.of("alertname", "disk", "severity", severity, "host", host);
    }

    @Test
    void inhibitsOnlyWithEqualLabels() {
        Inhibition inhibition = new Inhibition(List.of(RULE), List.of(alert("critical", "a")));

        assertThat(inhibition.inhibitedBy(alert("warning", "a"))).contains(alert("critical", "a"));
        assertThat(inhibition.inhibitedBy(alert("warning", "b"))).isEmpty();
        assertThat(inhibition.inhibitedBy(alert("info", "a"))).isEmpty();
    }

    @Test
    void neverInhibitsAnAlertByItselfOrByOneThatIsSourceAndTargetToo() {
        Inhibition inhibition = new Inhibition(List.of(RULE), List.of(alert("critical", "a")));

        assertThat(inhibition.inhibitedBy(alert("critical", "a"))).isEmpty();
        assertThat(inhibition.inhibitedBy(alert("critical", "a").with("team", "x")))
                .isEmpty();
    }

    @Test
    void takesAnAbsentLabelForAnEmptyOne() {
        Inhibition inhibition =
                new Inhibition(List.of(RULE), List.of(Labels.of("alertname", "disk", "severity", "critical")));

        assertThat(inhibition.inhibitedBy(Labels.of("alertname", "disk", "severity", "warning")))
                .isPresent();
        assertThat(inhibition.inhibitedBy(alert("warning", "a"))).isEmpty();
    }
}
