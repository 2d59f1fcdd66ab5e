package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.label.MatcherParser;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InhibitionTest {

    private static final InhibitRule RULE = new InhibitRule(
            MatcherParser.parseAll("severity=critical"),
            MatcherParser.parseAll("severity=~\"critical|warning\""),
            new TreeSet<>(List.of("alertname", "host")));

    private static final Instant T = Instant.parse("2026-03-02T10:00:00Z");

    private static Labels alert(String severity, String host) {
        return Labels.of("alertname", "disk", "severity", severity, "host", host);
    }

    private static Inhibition inhibition(Labels... firing) {
        Inhibition inhibition = new Inhibition(List.of(RULE));
        for (Labels labels : firing) {
            inhibition.add(new Inhibition.Source(labels.toString(), labels, T));
        }
        return inhibition;
    }

    @Test
    void inhibitsOnlyWithEqualLabels() {
        Inhibition inhibition = inhibition(alert("critical", "a"));

        assertThat(inhibition.inhibitedBy(alert("warning", "a")))
                .map(Inhibition.Source::labels)
                .contains(alert("critical", "a"));
        assertThat(inhibition.inhibitedBy(alert("warning", "b"))).isEmpty();
        assertThat(inhibition.inhibitedBy(alert("info", "a"))).isEmpty();
    }

    @Test
    void neverInhibitsAnAlertByItselfOrByOneThatIsSourceAndTargetToo() {
        Inhibition inhibition = inhibition(alert("critical", "a"));

        assertThat(inhibition.inhibitedBy(alert("critical", "a"))).isEmpty();
        assertThat(inhibition.inhibitedBy(alert("critical", "a").with("team", "x")))
                .isEmpty();
    }

    @Test
    void takesAnAbsentLabelForAnEmptyOne() {
        Inhibition inhibition = inhibition(Labels.of("alertname", "disk", "severity", "critical"));

        assertThat(inhibition.inhibitedBy(Labels.of("alertname", "disk", "severity", "warning")))
                .isPresent();
        assertThat(inhibition.inhibitedBy(alert("warning", "a"))).isEmpty();
    }

    @Test
    void choosesTheSameSourceInWhateverOrderTheAlertsAreRead() {
        Labels one = alert("critical", "a").with("pod", "1");
        Labels other = alert("critical", "a").with("pod", "2");

        assertThat(inhibition(one, other).inhibitedBy(alert("warning", "a")))
                .isEqualTo(inhibition(other, one).inhibitedBy(alert("warning", "a")));
    }

    @Test
    void choosesTheSourceThatHasFiredLongestSoThatANewOneChangesNothing() {
        Inhibition inhibition = inhibition(alert("critical", "a").with("pod", "1"));
        Inhibition.Source older =
                new Inhibition.Source("z", alert("critical", "a").with("pod", "2"), T.minusSeconds(1));

        inhibition.add(older);

        assertThat(inhibition.inhibitedBy(alert("warning", "a"))).contains(older);
    }
}
