package io.tocsin.dispatch;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.SetAsideEvent;
import io.tocsin.database.Decoded;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.DispatchMetrics;
import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sets events aside that cannot be dispatched, and tells the people whom the policies choose for what is known of them.
 * Blocks, in the caller's transaction.
 */
@Component
class SetAsideEvents {

    private static final Logger log = LoggerFactory.getLogger(SetAsideEvents.class);
    private static final int MAX_LISTED = 20;

    private final AlertEventLog events;
    private final DeliveryOutbox outbox;
    private final PolicyCatalog policies;
    private final DispatchMetrics metrics;

    SetAsideEvents(AlertEventLog events, DeliveryOutbox outbox, PolicyCatalog policies, DispatchMetrics metrics) {
        this.events = events;
        this.outbox = outbox;
        this.policies = policies;
        this.metrics = metrics;
    }

    void add(StoredEvent event, Throwable cause, Instant at) {
        AlertEvent known = event.event();
        add(
                List.of(new SetAsideEvent(
                        event.id(),
                        known.alert().rule().key().group().toString(),
                        known.alert().name(),
                        known instanceof AlertEvent.Fired ? "FIRED" : "RESOLVED",
                        known.at(),
                        Decoded.problem(cause))),
                at);
    }

    void add(Collection<SetAsideEvent> bad, Instant at) {
        if (bad.isEmpty()) {
            return;
        }
        events.setAside(bad, at);
        metrics.setAside(bad.size());
        Map<ContactPointName, List<SetAsideEvent>> byReceiver =
                bad.stream().collect(Collectors.groupingBy(this::receiver, LinkedHashMap::new, Collectors.toList()));
        byReceiver.forEach((receiver, some) -> {
            String key = "events-set-aside-" + some.get(0).id() + "-" + receiver;
            outbox.enqueue(new NewDelivery(key, message(receiver, some, at)), at);
        });
        bad.forEach(event -> log.error(
                "An event cannot be dispatched, it is set aside. event={} kind={} group={} alert={} cause={}",
                event.id(),
                event.kind(),
                event.ruleGroup(),
                event.alertName(),
                event.reason()));
    }

    /** Routing may be the very thing that fails. */
    private ContactPointName receiver(SetAsideEvent event) {
        try {
            Labels known = Labels.of(Labels.ALERT_NAME, event.alertName());
            return policies.current()
                    .tree()
                    .route(known, List.of())
                    .get(0)
                    .key()
                    .receiver();
        } catch (RuntimeException | StackOverflowError e) {
            return policies.current().tree().root().receiver();
        }
    }

    private static Message message(ContactPointName receiver, List<SetAsideEvent> some, Instant at) {
        return Message.ofTocsin(
                "tocsin:events-set-aside",
                "events-set-aside:" + some.get(0).id(),
                receiver,
                Labels.of(Labels.ALERT_NAME, "AlertEventsSetAside"),
                Map.of(
                        "summary",
                        summary(some),
                        "summary_ko",
                        koreanSummary(some),
                        "description",
                        listed(some)
                                + "\nLook at the alert's page. They are tried again every hour and at each start, for a day.",
                        "description_ko",
                        listed(some) + "\n알림 페이지에서 확인하세요. 하루 동안 매시간, 그리고 시작할 때마다 다시 시도합니다."),
                some.size(),
                at);
    }

    private static String summary(List<SetAsideEvent> some) {
        SetAsideEvent first = some.get(0);
        return some.size() == 1
                ? "Alert " + first.alertName() + " " + first.kind() + " at " + first.at() + ", and could not be told"
                : some.size() + " alert events could not be told";
    }

    private static String koreanSummary(List<SetAsideEvent> some) {
        SetAsideEvent first = some.get(0);
        return some.size() == 1
                ? "알림 " + first.alertName() + " " + first.kind() + "(" + first.at() + ")을 알리지 못했습니다"
                : "알림 이벤트 " + some.size() + "건을 알리지 못했습니다";
    }

    private static String listed(List<SetAsideEvent> some) {
        String listed = some.stream()
                .limit(MAX_LISTED)
                .map(event -> "#" + event.id() + " " + event.alertName() + " " + event.kind() + " at " + event.at()
                        + ", group " + event.ruleGroup() + ": " + event.reason())
                .collect(Collectors.joining("\n"));
        String more = some.size() > MAX_LISTED ? "\n+" + (some.size() - MAX_LISTED) : "";
        return listed + more;
    }
}
