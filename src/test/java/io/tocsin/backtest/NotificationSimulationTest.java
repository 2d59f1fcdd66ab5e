package io.tocsin.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NotificationSimulationTest {

    private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
    private static final ContactPointName RECEIVER = new ContactPointName("job_alarm");

    private final List<SimulatedNotification> told = new ArrayList<>();

    private NotificationSimulation simulation(boolean sendsResolved) {
        return new NotificationSimulation(Policies.single(RECEIVER), receiver -> sendsResolved, told::add);
    }

    private static Alert alert(String host, Instant firedAt) {
        Labels labels = Labels.of(Labels.ALERT_NAME, "A", "host", host);
        RuleKey rule =
                new RuleKey(new GroupKey("r.yml", "g"), "A", Labels.empty().fingerprint());
        return new Alert(
                new AlertId(rule, labels.fingerprint(), firedAt),
                labels,
                new TreeMap<>(),
                firedAt,
                firedAt,
                1,
                new RuleReference(rule, "x", "", "default", Duration.ZERO, EvidenceSettings.DEFAULT, List.of()));
    }

    private static AlertEvent fired(String host, Instant at) {
        return new AlertEvent.Fired(alert(host, at), false);
    }

    private static AlertEvent resolved(String host, Instant firedAt, Instant at) {
        return new AlertEvent.Resolved(alert(host, firedAt), at, ResolveReason.CONDITION_FALSE, 0.0, "", false);
    }

    private List<String> messages() {
        return told.stream()
                .map(message -> Duration.between(T, message.at()).toSeconds() + "s " + message.reason() + " "
                        + message.firing() + "/" + message.resolved())
                .toList();
    }

    @Test
    void oneGroupIsToldOnceAfterItsWaitAndItsEndAfterAMoment() {
        NotificationSimulation simulation = simulation(true);

        simulation.accept(fired("a", T));
        simulation.accept(fired("b", T.plusSeconds(5)));
        simulation.accept(resolved("a", T, T.plusSeconds(300)));
        simulation.accept(resolved("b", T.plusSeconds(5), T.plusSeconds(300)));
        simulation.advance(T.plusSeconds(3600));

        assertThat(messages()).containsExactly("10s FIRST_NOTIFICATION 2/0", "305s ALL_RESOLVED 0/2");
    }

    @Test
    void whatFiresLaterWaitsForTheGroupInterval() {
        NotificationSimulation simulation = simulation(true);

        simulation.accept(fired("a", T));
        simulation.accept(fired("b", T.plusSeconds(15)));
        simulation.advance(T.plusSeconds(3600));

        assertThat(messages()).containsExactly("10s FIRST_NOTIFICATION 1/0", "70s NEW_ALERTS 2/0");
    }

    @Test
    void whatResolvesWithinTheWaitIsToldAsOneMessage() {
        NotificationSimulation simulation = simulation(true);

        simulation.accept(fired("a", T));
        simulation.accept(resolved("a", T, T.plusSeconds(5)));
        simulation.advance(T.plusSeconds(3600));

        assertThat(messages()).containsExactly("10s FIRED_AND_RESOLVED 0/1");
    }

    @Test
    void anUnchangedGroupIsRepeatedUntilItEnds() {
        NotificationSimulation simulation = simulation(true);

        simulation.accept(fired("a", T));
        simulation.advance(T.plus(Duration.ofHours(9)));

        assertThat(messages())
                .containsExactly(
                        "10s FIRST_NOTIFICATION 1/0", "14410s REPEAT_INTERVAL 1/0", "28810s REPEAT_INTERVAL 1/0");
    }

    @Test
    void aContactPointThatWantsNoEndsIsToldNoneAndTheGroupStartsAnew() {
        NotificationSimulation simulation = simulation(false);

        simulation.accept(fired("a", T));
        simulation.accept(resolved("a", T, T.plusSeconds(60)));
        simulation.accept(fired("a", T.plusSeconds(120)));
        simulation.advance(T.plusSeconds(3600));

        assertThat(messages()).containsExactly("10s FIRST_NOTIFICATION 1/0", "130s FIRST_NOTIFICATION 1/0");
    }

    @Test
    void reasonsAreThoseOfTheDecisionThatDispatchUses() {
        NotificationSimulation simulation = simulation(true);

        simulation.accept(fired("a", T));
        simulation.accept(fired("b", T));
        simulation.accept(resolved("a", T, T.plusSeconds(120)));
        simulation.advance(T.plusSeconds(200));

        assertThat(told.stream().map(SimulatedNotification::reason))
                .containsExactly(NotificationReason.FIRST_NOTIFICATION, NotificationReason.SOME_RESOLVED);
    }
}
