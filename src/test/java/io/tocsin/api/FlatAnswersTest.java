package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers that are made of parts have all their fields side by side, as /openapi.yaml says. */
class FlatAnswersTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aDeliveryIsFlat() {
        Delivery delivery = new Delivery(
                new DeliveryId(7),
                new ContactPointName("mail"),
                TestMessages.firing("job_alarm", TestMessages.alert("server1")),
                AT,
                0,
                0,
                DeliveryProgress.queued(AT)
                        .passedOn("inbox", AT, new DeliveryFailure(FailureReason.ENDPOINT_DEAD, "gone")),
                "");

        JsonNode json = JSON.valueToTree(DeliveryResponse.of(delivery));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "state",
                        "contactPoint",
                        "receiver",
                        "groupKey",
                        "reason",
                        "status",
                        "alerts",
                        "firing",
                        "resolved",
                        "attempts",
                        "degraded",
                        "possibleDuplicate",
                        "queuedAt",
                        "dueAt",
                        "endedAt",
                        "failureReason",
                        "failureDetail",
                        "redirectedTo",
                        "unreadable");
        assertThat(json.get("receiver").asString()).isEqualTo("job_alarm");
        assertThat(json.get("attempts").asInt()).isZero();
        assertThat(json.get("failureDetail").asString()).isEqualTo("gone");
    }

    @Test
    void theStatusIsFlat() {
        JsonNode json = JSON.valueToTree(new StatusApi.StatusResponse(
                true, AT, List.of(), List.of(), new StatusApi.Replica("1", "a", 2, "H2", 3)));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "watching",
                        "at",
                        "concerns",
                        "tasks",
                        "version",
                        "replica",
                        "replicas",
                        "database",
                        "uptimeSeconds");
        assertThat(json.get("replica").asString()).isEqualTo("a");
    }

    @Test
    void aBacktestIsFlat() {
        JsonNode json = JSON.valueToTree(new BacktestAnswer(
                "b", "failed", 0.5, new BacktestAnswer.Period(AT, AT.plusSeconds(60)), AT, null, "why", null));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "state", "progress", "start", "end", "createdAt", "finishedAt", "error", "result");
    }
}
