package io.tocsin.answer;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.answer.ChatReply;
import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.EvidenceText;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.notification.GroupMember;
import io.tocsin.text.CodePoints;
import io.tocsin.text.PlainDurations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is told of alerts to whoever asks: why, their lines, and which fire. Changes nothing; blocks. */
@Component
class AlertAnswers {

    /** More would be cut by one chat or the other. */
    private static final int MOST_TEXT = 2_800;

    /** What an answer holds beside its text: blocks of a Slack message, one embed of Discord's. */
    private static final int LINES_IN_SLACK = 8_000;

    private static final int LINES_ELSEWHERE = 2_300;
    private static final int MOST_ALERTS = 3;
    private static final int MOST_STEPS = 12;
    private static final int MOST_LISTED = 20;
    private static final int MAX_EXPRESSION = 600;
    private static final int MAX_LABELS = 200;

    private final NotificationViews notifications;
    private final GroupMembers members;

    AlertAnswers(NotificationViews notifications, GroupMembers members) {
        this.notifications = notifications;
        this.members = members;
    }

    /** How the alerts of a message came to be told. */
    ChatReply why(ContactPoint contactPoint, Message message, AnswerTexts texts) {
        List<AlertText> alerts = texts(contactPoint, message);
        List<String> rows = new ArrayList<>();
        Set<String> expressions = new LinkedHashSet<>();
        for (AlertText alert : alerts.stream().limit(MOST_ALERTS).toList()) {
            AlertEntry entry = alert.alert();
            rows.add(alert.compact(MAX_LABELS));
            rows.add(texts.say(
                    "answer.why.rule",
                    entry.name(),
                    entry.group(),
                    texts.time(entry.activeAt()),
                    texts.time(entry.firedAt())));
            rows.addAll(steps(notifications.steps(Set.of(entry.alertId()), MOST_STEPS), texts));
            rows.add("");
            expressions.add(CodePoints.cut(entry.query(), MAX_EXPRESSION));
        }
        if (alerts.size() > MOST_ALERTS) {
            rows.add(texts.say("answer.more", alerts.size() - MOST_ALERTS));
        }
        rows.add(texts.say("answer.zone", texts.zoneName()));
        String queries = expressions.stream().filter(query -> !query.isEmpty()).collect(Collectors.joining("\n\n"));
        return ChatReply.below(text(rows), queries).withLink(message.links().alerts());
    }

    private static List<AlertText> texts(ContactPoint contactPoint, Message message) {
        List<AlertText> alerts = new MessageText(contactPoint, Outgoing.first(message)).alerts();
        List<AlertText> firing = alerts.stream().filter(AlertText::isFiring).toList();
        return firing.isEmpty() ? alerts : firing;
    }

    /** Oldest first, as one tells it. */
    private static List<String> steps(List<TrailEntry> newestFirst, AnswerTexts texts) {
        List<TrailEntry> steps = new ArrayList<>(newestFirst);
        Collections.reverse(steps);
        return steps.stream()
                .map(step -> "• " + texts.time(step.at()) + " "
                        + texts.say("step." + step.step().name()) + " → "
                        + step.receiver().value()
                        + (step.detail().isEmpty() ? "" : " (" + step.detail() + ")"))
                .toList();
    }

    /** All lines that were found for the alerts of a message, as far as one answer holds them. */
    ChatReply lines(ContactPoint contactPoint, Message message, AnswerTexts texts) {
        List<AlertText> withLines = texts(contactPoint, message).stream()
                .filter(alert -> !alert.alert().evidence().lines().isEmpty())
                .toList();
        if (contactPoint.lines() == LinesShown.OFF || withLines.isEmpty()) {
            return ChatReply.toPerson(texts.say("answer.lines.none"))
                    .withLink(message.links().alerts());
        }
        List<String> rows = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        int room = contactPoint.kind() == ContactPointKind.SLACK_BOT ? LINES_IN_SLACK : LINES_ELSEWHERE;
        List<AlertText> shown = withLines.stream().limit(MOST_ALERTS).toList();
        for (AlertText alert : shown) {
            EvidenceText.FittedLines fitted = alert.evidence(CodePoints::count).fit(room / shown.size());
            rows.add((shown.size() == 1 ? "" : "# " + alert.summaryOrName() + "\n") + fitted.rows());
            if (!fitted.rest().isEmpty()) {
                rest.add(fitted.rest());
            }
        }
        if (withLines.size() > MOST_ALERTS) {
            rest.add(texts.say("answer.more", withLines.size() - MOST_ALERTS));
        }
        String about = shown.get(0).summaryOrName() + (rest.isEmpty() ? "" : " · " + String.join(" · ", rest));
        return ChatReply.below(CodePoints.cut(about, MAX_EXPRESSION), String.join("\n\n", rows))
                .withLink(shown.get(0).alert().links().logs());
    }

    /** What fires now and agrees with all matchers. */
    ChatReply list(List<LabelMatcher> matchers, AnswerTexts texts, Instant at) {
        Map<String, GroupMember> firing = firing(matchers);
        if (firing.isEmpty()) {
            return ChatReply.toPerson(texts.say("answer.alerts.none"));
        }
        List<String> rows = new ArrayList<>();
        rows.add(texts.say("answer.alerts.count", firing.size()));
        firing.values().stream().limit(MOST_LISTED).forEach(member -> rows.add(row(member, texts, at)));
        if (firing.size() > MOST_LISTED) {
            rows.add(texts.say("answer.more", firing.size() - MOST_LISTED));
        }
        return ChatReply.toPerson(text(rows));
    }

    /** Once each, although an alert may be in the groups of several contact points. */
    private Map<String, GroupMember> firing(List<LabelMatcher> matchers) {
        Map<String, GroupMember> firing = new TreeMap<>();
        members.forEachFiring(member -> {
            if (matchers.stream()
                    .allMatch(matcher -> matcher.matches(member.alert().labels()))) {
                firing.merge(member.key(), member, (one, other) -> one.isMuted() ? other : one);
            }
        });
        return firing;
    }

    private static String row(GroupMember member, AnswerTexts texts, Instant at) {
        Map<String, String> others = new LinkedHashMap<>(member.labels().asMap());
        others.remove(Labels.ALERT_NAME);
        String labels = others.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(" "));
        String since = PlainDurations.roughly(Duration.between(member.joinedAt(), at));
        return (member.isMuted() ? "🔕 " : "🔴 ") + member.labels().get(Labels.ALERT_NAME) + " · " + since
                + (labels.isEmpty() ? "" : " · " + CodePoints.cut(labels, MAX_LABELS))
                + (member.isMuted() ? " · " + texts.say("answer.alerts.muted") : "");
    }

    /** What became of the alerts that fire now and agree with all matchers. */
    ChatReply explain(List<LabelMatcher> matchers, AnswerTexts texts) {
        List<GroupMember> firing = List.copyOf(firing(matchers).values());
        if (firing.isEmpty()) {
            return ChatReply.toPerson(texts.say("answer.explain.none"));
        }
        List<String> rows = new ArrayList<>();
        for (GroupMember member : firing.stream().limit(MOST_ALERTS).toList()) {
            rows.add(CodePoints.cut(member.labels().toString(), MAX_LABELS));
            rows.addAll(steps(notifications.steps(Set.of(member.alert().id()), MOST_STEPS), texts));
            rows.add("");
        }
        if (firing.size() > MOST_ALERTS) {
            rows.add(texts.say("answer.more", firing.size() - MOST_ALERTS));
        }
        rows.add(texts.say("answer.zone", texts.zoneName()));
        return ChatReply.toPerson(text(rows));
    }

    private static String text(List<String> rows) {
        return CodePoints.cut(String.join("\n", rows).strip(), MOST_TEXT);
    }
}
