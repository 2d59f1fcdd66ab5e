package io.tocsin.dispatch.silencing;

import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.store.SuppressedAlert;
import io.tocsin.dispatch.store.Suppressions;
import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import io.tocsin.task.Setbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds people of silences that end soon while alerts fire under them, and tells at the end what they hid. Messages go
 * to the contact points that the silence kept something from.
 */
@Component
public class SilenceReporter {

    private static final Logger log = LoggerFactory.getLogger(SilenceReporter.class);

    /** Enough for any message; what is beyond it is counted by the silence's own count. */
    private static final int MAX_ALERTS = 10_000;

    private final SilenceStore silences;
    private final Suppressions suppressions;
    private final SilenceMessages messages;
    private final NotificationLog notifications;
    private final TransactionTemplate transactions;
    private final SilenceSettings settings;
    private final Setbacks setbacks = new Setbacks("silence", log);

    public SilenceReporter(
            SilenceStore silences,
            Suppressions suppressions,
            SilenceMessages messages,
            NotificationLog notifications,
            TransactionTemplate transactions,
            SilenceSettings settings) {
        this.silences = silences;
        this.suppressions = suppressions;
        this.messages = messages;
        this.notifications = notifications;
        this.transactions = transactions;
        this.settings = settings;
    }

    public void report(Instant at) {
        Duration reminder = settings.reminder();
        if (!reminder.isZero()) {
            silences.findToRemind(at, at.plus(reminder)).stream()
                    .filter(silence -> isLong(silence, reminder))
                    .forEach(silence -> safely(silence, at, () -> remind(silence, at)));
        }
        silences.findToSumUp(at).forEach(silence -> safely(silence, at, () -> sumUp(silence, at)));
    }

    /** One silence that cannot be reported must not keep the others from it. */
    private void safely(Silence silence, Instant at, Runnable action) {
        String name = silence.id().value();
        if (!setbacks.mayTry(name, at)) {
            return;
        }
        try {
            action.run();
            setbacks.succeeded(name);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            setbacks.failed(name, e, at);
        }
    }

    /** Who makes a short silence has its end in mind. */
    private static boolean isLong(Silence silence, Duration reminder) {
        return Duration.between(silence.startsAt(), silence.endsAt()).compareTo(reminder.multipliedBy(2)) >= 0;
    }

    private void remind(Silence silence, Instant at) {
        transactions.executeWithoutResult(status -> {
            if (silences.markReminded(silence.id(), at)) {
                byReceiver(silence).forEach((receiver, hidden) -> {
                    List<SuppressedAlert> firing =
                            hidden.stream().filter(SuppressedAlert::isFiring).toList();
                    if (!firing.isEmpty()) {
                        send(silence, messages.expiring(silence, receiver, firing, at));
                    }
                });
            }
        });
    }

    private void sumUp(Silence silence, Instant at) {
        transactions.executeWithoutResult(status -> {
            if (silences.markSummedUp(silence.id(), at) && settings.digest()) {
                byReceiver(silence)
                        .forEach((receiver, hidden) -> send(silence, messages.ended(silence, receiver, hidden, at)));
            }
        });
    }

    private Map<ContactPointName, List<SuppressedAlert>> byReceiver(Silence silence) {
        return suppressions.find(silence.id().value(), MAX_ALERTS).stream()
                .collect(Collectors.groupingBy(SuppressedAlert::receiver, LinkedHashMap::new, Collectors.toList()));
    }

    private void send(Silence silence, Message message) {
        notifications.send("silence-" + silence.id(), message);
    }
}
