package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertCourse;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.AlertSource;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Alert groups of every bad kind, the same for the same seed. */
public final class RandomMessages {

    /** What an attacker, or a stack trace, puts into a log line. */
    public static final List<String> HOSTILE = List.of(
            "<!channel> @everyone [x](http://evil) </script> \"한글\"",
            "<!here|here> <@U012ABC> <!subteam^S012ABC|team> <#C1>",
            "<http://evil|click> <mailto:a@b|m> [x](<http://evil>) http://evil.example",
            "``` broken ``` fence ```` `code` ``",
            "*bold* _it_ ~strike~ __under__ **b** ||spoiler|| > quote\n> quote\n# head\n- list\n1. one\n-# small",
            "<@123> <@&456> <#789> <:emoji:1> <t:1:R> @here @everyone <id:customize>",
            "\u202Eevil\u202C \u200B\u200D\uFEFF \u0000\u0007\u001b[31mred\u001b[0m \u2066x\u2069",
            "😀👨‍👩‍👧‍👦🇰🇷 𝒳 \uD83D lone \uDE00 half",
            "&amp; &lt; & < > \\ \\\\ \\* \\`",
            "\uE0000\uE001 {{value}} {{#alerts}} ${ENV}",
            "بالعربية עברית 한글 漢字 ไทย",
            "a\r\nb\nc\td\u2028e\u2029f",
            "",
            "   ",
            "`",
            "```",
            "\\",
            "https://evil.example/?a=1|b>c<d");

    private final Random random;

    public RandomMessages(long seed) {
        random = new Random(seed);
    }

    public Message message() {
        int count = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1, 2 -> 1;
            case 3 -> 2 + random.nextInt(8);
            case 4 -> 30;
            default -> 60 + random.nextInt(60);
        };
        List<AlertEntry> alerts = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            alerts.add(alert(size));
        }
        boolean isFiring = random.nextBoolean();
        return new Message(
                new MessageGroup(
                        text(1),
                        new ContactPointName("job_alarm"),
                        labels(1),
                        random.nextBoolean() ? Labels.empty() : labels(2),
                        random.nextBoolean()),
                NotificationReason.values()[random.nextInt(NotificationReason.values().length)],
                isFiring ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        random.nextInt(3) == 0 ? random.nextInt(10_000) : 0),
                alerts,
                random.nextInt(3) == 0 ? List.of(note(size), note(1)) : List.of(),
                links(),
                Instant.ofEpochSecond(1_772_359_320L + random.nextInt(1_000_000)));
    }

    private AlertEntry alert(int size) {
        boolean isFiring = random.nextBoolean();
        Instant at = Instant.ofEpochSecond(1_772_359_000L + random.nextInt(100_000));
        Map<String, String> annotations = new HashMap<>();
        if (random.nextInt(5) > 0) {
            annotations.put("summary", text(size));
        }
        if (random.nextInt(5) > 0) {
            annotations.put("description", text(size));
        }
        return new AlertEntry(
                text(1),
                isFiring ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                random.nextBoolean(),
                labels(size),
                new TreeMap<>(annotations),
                new AlertCourse(
                        value(),
                        random.nextBoolean() ? null : value(),
                        at,
                        at.plusSeconds(random.nextInt(600)),
                        isFiring ? null : at.plusSeconds(random.nextInt(900_000)),
                        isFiring || random.nextBoolean()
                                ? null
                                : ResolveReason.values()[random.nextInt(ResolveReason.values().length)]),
                new AlertSource(text(1), text(size), evidence(size), links()),
                random.nextInt(4) == 0 ? List.of(mute(size)) : List.of());
    }

    private Note note(int size) {
        Note.NoteKind kind = Note.NoteKind.values()[random.nextInt(Note.NoteKind.values().length)];
        return Note.of(kind, text(size), text(1), text(1), text(1), text(1), text(1));
    }

    private Mute mute(int size) {
        Mute.MuteKind kind = Mute.MuteKind.values()[random.nextInt(Mute.MuteKind.values().length)];
        Instant until = random.nextBoolean() ? null : Instant.ofEpochSecond(1_772_359_000L + random.nextInt(100_000));
        return new Mute(kind, text(1), until, text(size));
    }

    private Trend trend() {
        List<Double> values = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            values.add(value());
        }
        return new Trend(
                values, Instant.EPOCH, Instant.EPOCH, random.nextInt(3), random.nextBoolean() ? null : value());
    }

    private double value() {
        double[] values = {0, 12, -3.5, 1e300, 1e-12, Double.NaN, Double.POSITIVE_INFINITY, 0.1 + 0.2, 123456.789};
        return values[random.nextInt(values.length)];
    }

    private Evidence evidence(int size) {
        if (random.nextInt(4) == 0) {
            return random.nextBoolean() ? Evidence.NONE : Evidence.failed(text(size));
        }
        List<Evidence.Line> lines = new ArrayList<>();
        for (int i = random.nextInt(50); i >= 0; i--) {
            lines.add(new Evidence.Line(Instant.EPOCH, text(size), 1 + random.nextInt(3) * 190));
        }
        return new Evidence(lines, random.nextInt(1000), "").with(trend());
    }

    private Labels labels(int size) {
        Map<String, String> labels = new HashMap<>();
        labels.put(Labels.ALERT_NAME, text(1));
        for (int i = random.nextInt(1 + size * 8); i > 0; i--) {
            labels.put(random.nextInt(4) == 0 ? text(1) : "label_" + i, text(size));
        }
        if (random.nextBoolean()) {
            labels.put(
                    "severity",
                    List.of("critical", "warning", "info", "<!channel>").get(random.nextInt(4)));
        }
        return Labels.of(labels);
    }

    private MessageLinks links() {
        String evil = "https://x.example/" + text(1);
        return random.nextInt(3) == 0
                ? MessageLinks.NONE
                : new MessageLinks(
                        "https://tocsin.example.com/a?x=1&y=2",
                        random.nextBoolean() ? evil : "javascript:alert(1)",
                        "https://grafana.example.com/explore?left=" + "x".repeat(random.nextInt(3_000)),
                        text(1));
    }

    private String text(int size) {
        StringBuilder text = new StringBuilder();
        int pieces = size == 0 ? random.nextInt(2) : 1 + random.nextInt(size * size * 3);
        for (int i = 0; i < pieces; i++) {
            text.append(
                    switch (random.nextInt(4)) {
                        case 0 -> HOSTILE.get(random.nextInt(HOSTILE.size()));
                        case 1 ->
                            String.valueOf(HOSTILE.get(0)
                                    .charAt(random.nextInt(HOSTILE.get(0).length())));
                        case 2 -> new String(Character.toChars(1 + random.nextInt(0x10FFFE)));
                        default -> "word_" + random.nextInt(100) + " ";
                    });
        }
        return text.toString();
    }
}
