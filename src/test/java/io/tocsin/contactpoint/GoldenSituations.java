package io.tocsin.contactpoint;

import static io.tocsin.contactpoint.TestContactPoints.withLanguage;
import static io.tocsin.contactpoint.TestContactPoints.withLines;
import static io.tocsin.contactpoint.TestContactPoints.withTemplates;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.message.TestMessages;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The situations of which there are golden messages, each in both languages; the Korean ones end in {@code -ko}. */
public final class GoldenSituations {

    private static final String RECEIVER = "job_alarm";
    private static final Mute SILENCE =
            new Mute(Mute.MuteKind.SILENCE, "ann", TestMessages.AT.plus(Duration.ofHours(2)), "배포 중 deploy");

    private GoldenSituations() {}

    /** Every name; {@code template} only exists for channels that have templates. */
    public static Stream<String> names() {
        return Stream.of(
                        "firing-1",
                        "firing-5",
                        "firing-30",
                        "trend",
                        "no-lines",
                        "folded",
                        "trace",
                        "many-traces",
                        "around",
                        "resolved",
                        "some-resolved",
                        "repeat",
                        "silenced",
                        "acknowledged",
                        "one-of-two-silenced",
                        "silence-ended",
                        "storm",
                        "storm-ended",
                        "late",
                        "possible-duplicate",
                        "passed-on",
                        "minimal",
                        "template",
                        "template-failed",
                        "template-without-lines",
                        "lines-off",
                        "test")
                .flatMap(name -> Stream.of(name, name + "-ko"));
    }

    /** The contact point of a situation: its language and templates. */
    public static ContactPoint contactPoint(String channel, String name) throws IOException {
        ContactPoint contactPoint = ContactPoint.of(new ContactPointName(RECEIVER), settings(channel));
        if (name.endsWith("-ko")) {
            contactPoint = withLanguage(contactPoint, Language.KO);
        }
        boolean hasTemplates = !channel.equals("webhook");
        return switch (situation(name)) {
            case "template" ->
                hasTemplates
                        ? withTemplates(
                                contactPoint,
                                compile("{{summary}}"),
                                compile(Files.readString(Path.of("templates", file(channel) + ".mustache"))))
                        : contactPoint;
            case "template-without-lines" ->
                hasTemplates
                        ? withTemplates(
                                contactPoint,
                                null,
                                compile("{{#alerts}}* {{labels.host}}: {{summary}}\n{{/alerts}}{{firing}} firing"))
                        : contactPoint;
            case "lines-off" -> withLines(contactPoint, LinesShown.OFF);
            case "template-failed" ->
                hasTemplates ? withTemplates(contactPoint, null, compile("{{expr}}".repeat(8_000))) : contactPoint;
            default -> contactPoint;
        };
    }

    private static String file(String channel) {
        return channel.equals("discord") ? "discord" : "slack";
    }

    private static TextTemplate compile(String source) {
        return TextTemplate.compile(source, TemplateModel.NAMES);
    }

    private static ContactPointSettings settings(String channel) {
        return switch (channel) {
            case "slack" -> new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/services/T/B/X"));
            case "discord" -> TestContactPoints.discord("https://discord.com/api/webhooks/1/x");
            case "inbox" -> new ContactPointSettings.Inbox();
            default -> new ContactPointSettings.Webhook(new Secret("https://hook.example.com/x"), null, Map.of());
        };
    }

    private static String situation(String name) {
        return name.replaceFirst("-ko$", "");
    }

    public static Outgoing outgoing(String name) throws IOException {
        return switch (situation(name)) {
            case "minimal" -> TestOutgoing.minimal(Outgoing.first(firing(TestMessages.alerts(2))));
            case "possible-duplicate" -> TestOutgoing.possibleDuplicate(Outgoing.first(firing(TestMessages.alerts(1))));
            case "test" ->
                Outgoing.first(
                        ContactPointTester.sample(contactPoint("slack", name), TestMessages.AT, MessageStatus.FIRING));
            default -> Outgoing.first(message(situation(name)));
        };
    }

    private static Message message(String situation) {
        return switch (situation) {
            case "firing-5" -> firing(TestMessages.alerts(5));
            case "firing-30" -> firing(TestMessages.alerts(30));
            case "trend" -> firing(List.of(TestMessages.alert("server1").withEvidence(trend())));
            case "no-lines" -> firing(List.of(TestMessages.alert("server1").withEvidence(noLines())));
            case "folded" -> firing(List.of(TestMessages.alert("server1").withEvidence(folded())));
            case "trace" ->
                firing(List.of(TestMessages.alert("server1").withEvidence(trace("01-java-logback-three-causes"))));
            case "many-traces" -> firing(manyTraces());
            case "around" -> firing(List.of(TestMessages.alert("server1").withEvidence(around())));
            case "template-without-lines" -> firing(TestMessages.alerts(2));
            case "resolved" -> TestMessages.resolved(RECEIVER, TestMessages.resolvedAlert("server1"));
            case "some-resolved" -> message(NotificationReason.SOME_RESOLVED, MessageStatus.FIRING, mixed(), List.of());
            case "repeat" ->
                message(
                        NotificationReason.REPEAT_INTERVAL,
                        MessageStatus.FIRING,
                        List.of(TestMessages.alert("server1").known()),
                        List.of(Note.of(Note.NoteKind.MANY_MUTED, 3)));
            case "silenced" -> muted(TestMessages.alert("server1").withMutes(List.of(SILENCE)));
            case "acknowledged" ->
                muted(TestMessages.alert("server1")
                        .withMutes(List.of(new Mute(
                                Mute.MuteKind.ACKNOWLEDGEMENT,
                                "bob",
                                TestMessages.AT.plus(Duration.ofHours(24)),
                                "보고 있습니다"))));
            case "one-of-two-silenced" ->
                muted(TestMessages.alert("server1").withMutes(List.of(SILENCE)), TestMessages.alert("server2"));
            case "silence-ended" ->
                message(
                        NotificationReason.SILENCE_ENDED,
                        MessageStatus.FIRING,
                        mixed(),
                        List.of(
                                Note.of(
                                        Note.NoteKind.SILENCE_HAS_ENDED,
                                        "{host=\"server1\"}",
                                        "ann",
                                        2,
                                        "2026-03-01T09:00:00Z",
                                        1,
                                        1),
                                Note.of(Note.NoteKind.TOLD_BEFORE, 1),
                                Note.of(Note.NoteKind.SILENCE_COMMENT, "배포 중 deploy")));
            case "storm" ->
                storm(
                        NotificationReason.STORM,
                        MessageStatus.FIRING,
                        40,
                        Note.of(Note.NoteKind.STORM_GOES_ON, "2026-03-01T10:00:00Z"));
            case "storm-ended" ->
                storm(
                        NotificationReason.STORM_ENDED,
                        MessageStatus.RESOLVED,
                        0,
                        Note.of(Note.NoteKind.STORM_IS_OVER, "2026-03-01T10:00:00Z", "2026-03-01T10:14:00Z"));
            case "late" ->
                message(
                        NotificationReason.LATE_SUMMARY,
                        MessageStatus.FIRING,
                        mixed(),
                        List.of(Note.of(Note.NoteKind.CAUGHT_UP)));
            case "passed-on" ->
                firing(TestMessages.alerts(1)).withFirstNote(Note.of(Note.NoteKind.PASSED_ON_REFUSED, "ops_slack"));
            default -> firing(TestMessages.alerts(1));
        };
    }

    private static Message firing(List<AlertEntry> alerts) {
        return message(NotificationReason.FIRST_NOTIFICATION, MessageStatus.FIRING, alerts, List.of());
    }

    private static Message muted(AlertEntry... alerts) {
        return message(NotificationReason.MUTES_CHANGED, MessageStatus.FIRING, List.of(alerts), List.of());
    }

    private static Message message(
            NotificationReason reason, MessageStatus status, List<AlertEntry> alerts, List<Note> notes) {
        Message message = TestMessages.message(RECEIVER, status, reason, alerts);
        for (int i = notes.size() - 1; i >= 0; i--) {
            message = message.withFirstNote(notes.get(i));
        }
        return message;
    }

    private static Message storm(NotificationReason reason, MessageStatus status, int firing, Note end) {
        List<AlertEntry> alerts = firing > 0
                ? TestMessages.alerts(12)
                : IntStream.rangeClosed(1, 12)
                        .mapToObj(number -> TestMessages.resolvedAlert("server" + number))
                        .toList();
        Message base = message(reason, status, alerts, List.of(Note.of(Note.NoteKind.STORM_FOLDED, 340, 40), end));
        Labels labels = Labels.of(Labels.ALERT_NAME, "Storm");
        return new Message(
                new MessageGroup(base.groupKey(), base.receiver(), labels, labels, false),
                reason,
                status,
                new MessageCounts(firing, 300, 328),
                base.alerts(),
                base.notes(),
                base.links(),
                base.at());
    }

    private static List<AlertEntry> mixed() {
        List<AlertEntry> alerts = new ArrayList<>(TestMessages.alerts(1));
        alerts.add(TestMessages.resolvedAlert("server2"));
        return alerts;
    }

    private static Evidence trace(String name) {
        return new Evidence(List.of(new Evidence.Line(TestMessages.AT, TestTraces.rows(name), 1)), 24, "");
    }

    private static List<AlertEntry> manyTraces() {
        List<AlertEntry> alerts = new ArrayList<>();
        for (String name :
                List.of("15-python-chained", "23-node-express", "29-go-panic", "34-dotnet-inner", "41-ruby-cause")) {
            alerts.add(TestMessages.alert(name).withEvidence(trace(name)));
        }
        return alerts;
    }

    private static Evidence around() {
        List<Evidence.Line> lines = new ArrayList<>();
        lines.add(new Evidence.Line(TestMessages.AT, "INFO 주문 42 접수", 1, Evidence.LinePlace.AROUND));
        lines.add(new Evidence.Line(TestMessages.AT, "WARN 재고 확인 재시도 3/3", 1, Evidence.LinePlace.AROUND));
        lines.add(new Evidence.Line(TestMessages.AT, TestTraces.rows("07-java-all-library"), 1));
        lines.add(new Evidence.Line(TestMessages.AT, "INFO 주문 42 취소", 1, Evidence.LinePlace.AROUND));
        return new Evidence(lines, 12, "");
    }

    private static Evidence trend() {
        List<Double> values = List.of(0.0, 0.0, 1.0, 0.0, Double.NaN, 2.0, 3.0, 7.0, 12.0, 12.0);
        return TestMessages.alert("server1")
                .evidence()
                .with(new Trend(values, TestMessages.AT.minusSeconds(2_700), TestMessages.AT, 1, 5.0));
    }

    private static Evidence noLines() {
        return Evidence.failed(Evidence.Cause.NO_ANSWER, "no answer within 2000 ms");
    }

    private static Evidence folded() {
        return new Evidence(
                List.of(
                        new Evidence.Line(TestMessages.AT, "ERROR connection refused to 10.0.0.7:5432", 1),
                        new Evidence.Line(TestMessages.AT, "ERROR connection refused to <_>", 390),
                        new Evidence.Line(TestMessages.AT, "WARN slow query took <_> ms", 22)),
                -1,
                "");
    }
}
