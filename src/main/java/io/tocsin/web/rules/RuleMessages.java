package io.tocsin.web.rules;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.evaluation.replay.RuleTrials;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.RuleGroup;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.chat.ChatPreview;
import io.tocsin.web.chat.ChatPreviews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** How the first message of a rule would look if it fired now, at each contact point on its way. Blocks; sends nothing. */
@Component
class RuleMessages {

    private static final int MAX_PICTURES = 4;
    /** As many alerts as a message lists. */
    private static final int MAX_ALERTS = 10;

    private static final double SAMPLE_VALUE = 1;

    /** A label that a text names, as Mustache or as Go writes it. */
    private static final Pattern NAMED_LABEL =
            Pattern.compile("(?:\\blabels\\.|\\.Labels\\.|\\$labels\\.)([A-Za-z_][A-Za-z0-9_]*)");

    private final RuleTrials trials;
    private final TextRenderer texts;
    private final EvaluationHistory history;
    private final PolicyCatalog policies;
    private final ContactPoints contactPoints;
    private final ChatPreviews previews;
    private final Clock clock;

    RuleMessages(
            RuleTrials trials,
            TextRenderer texts,
            EvaluationHistory history,
            PolicyCatalog policies,
            ContactPoints contactPoints,
            ChatPreviews previews,
            Clock clock) {
        this.trials = trials;
        this.texts = texts;
        this.history = history;
        this.policies = policies;
        this.contactPoints = contactPoints;
        this.previews = previews;
        this.clock = clock;
    }

    /** Where labels and values come from; the end of a message's key. */
    enum Basis {
        ACTIVE,
        NEWEST,
        PAST,
        SAMPLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One message.
     *
     * @param isMissing whether there is no such contact point, so that the Inbox shows the message
     */
    record MessagePicture(String receiver, boolean isMissing, ChatPreview preview) {}

    /** @param error why the data source has no answer; empty when it has one */
    record WouldBe(Basis basis, String error, List<MessagePicture> pictures) {}

    private record InstancesOf(Basis basis, List<AlertInstance> instances) {}

    WouldBe of(RuleAddress.FoundRule found) {
        RuleGroup group = found.group();
        AlertRule rule = found.rule();
        Instant slot = group.slotAtOrBefore(clock.instant());
        RuleTrials.Trial trial = trials.evaluate(group.withRules(List.of(rule))).get(0);
        InstancesOf basis = instances(rule, trial, slot);
        RuleReference reference = RuleReference.of(group, rule, Duration.between(trial.askedAt(), slot));
        return new WouldBe(
                basis.basis(),
                trial.error(),
                pictures(
                        rule,
                        basis.instances().stream()
                                .map(instance -> alert(instance, reference, slot))
                                .toList()));
    }

    private InstancesOf instances(AlertRule rule, RuleTrials.Trial trial, Instant slot) {
        if (!trial.active().isEmpty()) {
            return new InstancesOf(
                    Basis.ACTIVE, trial.active().stream().limit(MAX_ALERTS).toList());
        }
        Optional<Sample> highest = trial.values().stream()
                .filter(sample -> !Double.isNaN(sample.value()))
                .max(Comparator.comparingDouble(Sample::value));
        if (highest.isPresent()) {
            return new InstancesOf(Basis.NEWEST, List.of(texts.asFiring(rule, highest.get(), slot)));
        }
        return history.findTransitions(rule.key(), 1).stream()
                .findFirst()
                .map(last -> new InstancesOf(Basis.PAST, List.of(texts.asFiring(rule, sample(last), slot))))
                .orElseGet(() -> new InstancesOf(Basis.SAMPLE, List.of(texts.asFiring(rule, sample(rule), slot))));
    }

    private static Sample sample(TransitionRecord last) {
        return new Sample(last.labels().without(List.of(Labels.ALERT_NAME)), last.value());
    }

    /** Labels that the texts name stand for themselves. */
    private static Sample sample(AlertRule rule) {
        Map<String, String> labels = new TreeMap<>();
        List<String> sources = new ArrayList<>(rule.annotationSources().values());
        rule.labels().values().forEach(template -> sources.add(template.source()));
        for (String source : sources) {
            Matcher named = NAMED_LABEL.matcher(source);
            while (named.find()) {
                labels.put(named.group(1), "<" + named.group(1) + ">");
            }
        }
        labels.remove(Labels.ALERT_NAME);
        return new Sample(Labels.of(labels), SAMPLE_VALUE);
    }

    private static Alert alert(AlertInstance instance, RuleReference rule, Instant slot) {
        return new Alert(
                new AlertId(instance.rule(), instance.fingerprint(), slot),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                slot,
                instance.value(),
                rule);
    }

    private List<MessagePicture> pictures(AlertRule rule, List<Alert> alerts) {
        PolicyTree tree = policies.current().tree();
        Map<NotificationGroupKey, List<Alert>> groups = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            for (NotificationRoute route : tree.route(alert.labels(), rule.contactPoints())) {
                groups.computeIfAbsent(route.key(), unseen -> new ArrayList<>()).add(alert);
            }
        }
        return groups.entrySet().stream()
                .limit(MAX_PICTURES)
                .flatMap(group -> picture(group.getKey(), group.getValue()).stream())
                .toList();
    }

    private Optional<MessagePicture> picture(NotificationGroupKey key, List<Alert> alerts) {
        ContactPointName receiver = key.receiver();
        Optional<ContactPoint> own = contactPoints.find(receiver);
        return own.or(this::inbox)
                .map(contactPoint -> new MessagePicture(
                        receiver.value(), own.isEmpty(), previews.of(contactPoint, message(key, alerts))));
    }

    private Optional<ContactPoint> inbox() {
        return contactPoints.all().stream()
                .filter(contactPoint -> contactPoint.kind() == ContactPointKind.INBOX)
                .findFirst();
    }

    private static Message message(NotificationGroupKey key, List<Alert> alerts) {
        List<AlertEntry> entries = alerts.stream()
                .map(alert -> AlertEntry.of(alert, null, true, Evidence.NONE, MessageLinks.NONE))
                .toList();
        return new Message(
                new MessageGroup(key.toString(), key.receiver(), key.groupLabels(), common(alerts), false),
                NotificationReason.FIRST_NOTIFICATION,
                MessageStatus.FIRING,
                new MessageCounts(alerts.size(), 0, 0),
                entries,
                List.of(),
                MessageLinks.NONE,
                alerts.get(0).slot());
    }

    private static Labels common(List<Alert> alerts) {
        Map<String, String> common = new TreeMap<>(alerts.get(0).labels().asMap());
        alerts.forEach(alert -> common.entrySet()
                .removeIf(label -> !label.getValue().equals(alert.labels().get(label.getKey()))));
        return Labels.of(common);
    }
}
