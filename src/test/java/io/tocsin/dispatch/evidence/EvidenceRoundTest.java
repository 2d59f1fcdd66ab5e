package io.tocsin.dispatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.RuleReference;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.dispatch.TestAlerts;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.notification.GroupMember;
import io.tocsin.rule.EvidenceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EvidenceRoundTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:02:00Z");

    private final List<String> asked = new ArrayList<>();
    private final EvidenceRound round =
            new EvidenceRound(new Recording(), alert -> Trend.NONE, Duration.ofSeconds(2), 10);

    @Test
    void eachMessageHasTheSurroundingsOfOneAlert() {
        round.fetch(
                List.of(
                        List.of(listed("a", "slack"), listed("b", "slack")),
                        List.of(listed("c", "slack"), listed("d", "slack"))),
                NOW);

        assertThat(asked).containsExactly("a SURROUNDINGS", "b LINES", "c SURROUNDINGS", "d LINES");
    }

    @Test
    void anAlertInTwoMessagesIsAskedOnceWithItsSurroundings() {
        round.fetch(List.of(List.of(listed("a", "slack")), List.of(listed("a", "discord"))), NOW);
        round.fetch(List.of(List.of(listed("x", "slack"), listed("b", "slack")), List.of(listed("b", "discord"))), NOW);

        assertThat(asked).containsExactly("a SURROUNDINGS", "x SURROUNDINGS", "b SURROUNDINGS");
    }

    private static ListedAlert listed(String host, String receiver) {
        Alert plain = TestAlerts.alert("ocr", host, NOW);
        RuleReference rule = plain.rule();
        Alert alert = new Alert(
                plain.id(),
                plain.labels(),
                plain.annotations(),
                plain.activeAt(),
                plain.slot(),
                plain.value(),
                new RuleReference(
                        rule.key(),
                        rule.expression(),
                        rule.condition(),
                        rule.dataSource(),
                        rule.queryOffset(),
                        new EvidenceSettings(5, "", 1, 10, List.of()),
                        rule.contactPoints()));
        GroupMember member = GroupMember.joining(
                receiver, new GroupMember.Episode(host, alert.id().toString(), alert.labels()), false, NOW);
        return new ListedAlert(member, new AlertEvent.Fired(alert, false), alert);
    }

    private final class Recording implements EvidenceSource {

        @Override
        public CompletableFuture<Evidence> fetch(Alert alert, EvidenceReach reach, AskedFor asker) {
            asked.add(alert.labels().get("host") + " " + reach);
            return CompletableFuture.completedFuture(Evidence.NONE);
        }

        @Override
        public Optional<LineSearch> query(Alert alert) {
            return Optional.empty();
        }
    }
}
