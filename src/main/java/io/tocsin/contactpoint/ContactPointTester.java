package io.tocsin.contactpoint;

import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertCourse;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.AlertSource;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/** Sends a firing and a resolved sample, and asks the service about the target; for saved and unsaved settings. */
public final class ContactPointTester {

    /** Slack takes one message a second. */
    private static final Duration BETWEEN = Duration.ofMillis(1_100);

    private static final Duration SAMPLE_AGE = Duration.ofMinutes(5);

    private final Map<ContactPointKind, Notifier> notifiers;
    private final Clock clock;

    public ContactPointTester(List<Notifier> notifiers, Clock clock) {
        this.notifiers = Notifier.byKind(notifiers);
        this.clock = clock;
    }

    /**
     * What the service answered.
     *
     * @param firing to the firing sample
     * @param resolved to the resolved sample; the same as the first when that was not delivered
     */
    public record TestResult(CheckResult check, DeliveryOutcome firing, DeliveryOutcome resolved) {

        public boolean isSuccess() {
            return firing instanceof DeliveryOutcome.Delivered && resolved instanceof DeliveryOutcome.Delivered;
        }
    }

    public Mono<TestResult> test(ContactPoint contactPoint) {
        Notifier notifier = notifier(contactPoint);
        Instant now = clock.instant();
        return notifier.check(contactPoint)
                .flatMap(check -> notifier.send(
                                contactPoint, Outgoing.first(sample(contactPoint, now, MessageStatus.FIRING)))
                        .flatMap(firing -> firing instanceof DeliveryOutcome.Delivered
                                ? Mono.delay(BETWEEN)
                                        .then(Mono.defer(() -> notifier.send(
                                                contactPoint,
                                                Outgoing.first(sample(contactPoint, now, MessageStatus.RESOLVED)))))
                                        .map(resolved -> new TestResult(check, firing, resolved))
                                : Mono.just(new TestResult(check, firing, firing))));
    }

    /** What a message would look like. */
    public Preview preview(ContactPoint contactPoint, Message message) {
        return notifier(contactPoint).preview(contactPoint, Outgoing.first(message));
    }

    /** The firing or the resolved sample. */
    public static Message sample(ContactPoint contactPoint, Instant now, MessageStatus status) {
        boolean isFiring = status == MessageStatus.FIRING;
        Labels labels = Labels.of(Labels.ALERT_NAME, "TestAlert", "host", "server1", "severity", "info");
        AlertEntry alert = new AlertEntry(
                "test:" + contactPoint.name(),
                status,
                true,
                labels,
                texts(contactPoint),
                new AlertCourse(
                        12,
                        isFiring ? null : 0.0,
                        now.minus(SAMPLE_AGE),
                        now.minus(SAMPLE_AGE),
                        isFiring ? null : now,
                        isFiring ? null : ResolveReason.CONDITION_FALSE),
                new AlertSource(
                        "test",
                        "count_over_time({job=\"test\"} |= \"ERROR\" [5m])",
                        new Evidence(List.of(new Evidence.Line(now, "ERROR this is a sample log line", 1)), 1, ""),
                        MessageLinks.NONE));
        return new Message(
                new MessageGroup(
                        "test:" + contactPoint.name(),
                        contactPoint.name(),
                        Labels.of(Labels.ALERT_NAME, "TestAlert"),
                        labels,
                        false),
                NotificationReason.TEST,
                status,
                new MessageCounts(isFiring ? 1 : 0, isFiring ? 0 : 1, 0),
                List.of(alert),
                List.of(),
                MessageLinks.NONE,
                now);
    }

    private static SortedMap<String, String> texts(ContactPoint contactPoint) {
        return switch (contactPoint.language()) {
            case EN ->
                new TreeMap<>(Map.of(
                        "summary",
                        "Test of contact point " + contactPoint.name(),
                        "description",
                        "Sent by Tocsin because a person pressed Test."));
            case KO ->
                new TreeMap<>(Map.of(
                        "summary",
                        "연락처 " + contactPoint.name() + " 테스트",
                        "description",
                        "테스트 버튼을 눌러 Tocsin이 보낸 메시지입니다."));
        };
    }

    private Notifier notifier(ContactPoint contactPoint) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        if (notifier == null) {
            throw new IllegalStateException("no adapter for " + contactPoint.kind());
        }
        return notifier;
    }
}
