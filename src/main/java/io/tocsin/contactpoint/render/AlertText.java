package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Mute;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import io.tocsin.text.PlainDurations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** The texts of one alert: cleaned and capped, but not escaped. */
public final class AlertText {

    static final int MAX_SUMMARY = 300;
    static final int MAX_DESCRIPTION = 1_200;
    private static final int MAX_LABEL = 120;
    private static final int MAX_LABELS = 12;
    private static final int MAX_LINE = 300;
    private static final String FIRING_MARK = "🔴";
    private static final String RESOLVED_MARK = "🟢";
    private static final String MUTED_MARK = "🔕";
    private static final String IN_HAND_MARK = "👀";
    private static final int MAX_PERSON = 60;
    private static final int TREND_WIDTH = 30;
    private static final int MAX_MUTES = 3;

    private final AlertEntry alert;
    private final BuiltInTexts texts;
    private final Instant at;

    AlertText(AlertEntry alert, BuiltInTexts texts, Instant at) {
        this.alert = alert;
        this.texts = texts;
        this.at = at;
    }

    public AlertEntry alert() {
        return alert;
    }

    public boolean isFiring() {
        return alert.status() == MessageStatus.FIRING;
    }

    /** Red or green, so that alerts of one message can be told apart, or a sign that it is muted. */
    public String mark() {
        if (!isFiring()) {
            return RESOLVED_MARK;
        }
        if (alert.mutes().isEmpty()) {
            return FIRING_MARK;
        }
        return mark(alert.mutes().get(0).kind());
    }

    private static String mark(Mute.MuteKind kind) {
        return switch (kind) {
            case ACKNOWLEDGEMENT -> IN_HAND_MARK;
            case SILENCE, INHIBITION -> MUTED_MARK;
        };
    }

    /**
     * What mutes it, one line for each.
     *
     * @param escape for untrusted text
     * @param time prints a time so that each reader sees it in the own time zone
     */
    public List<String> mutes(UnaryOperator<String> escape, Function<Instant, String> time) {
        return alert.mutes().stream()
                .filter(mute -> isFiring())
                .limit(MAX_MUTES)
                .map(mute -> {
                    String by = escape.apply(CodePoints.cut(CleanText.singleLine(mute.by()), MAX_PERSON));
                    String until = mute.until() == null ? "" : time.apply(mute.until());
                    String comment = escape.apply(CodePoints.cut(CleanText.singleLine(mute.comment()), MAX_LINE));
                    return mark(mute.kind()) + " " + texts.mute(mute.kind(), by, until)
                            + (comment.isEmpty() ? "" : " · " + comment);
                })
                .toList();
    }

    /** The course of the value in block characters; empty when it is not known. */
    public String trend() {
        return alert.evidence().trend().sparkline(TREND_WIDTH);
    }

    /** What the course is of. */
    public String trendName() {
        return texts.trend(alert.evidence().trend().series());
    }

    public String name() {
        return CodePoints.cut(CleanText.singleLine(alert.name()), MAX_LABEL);
    }

    /** Empty when the rule has none. */
    public String summary() {
        return CodePoints.cut(CleanText.singleLine(texts.annotation(alert, "summary")), MAX_SUMMARY);
    }

    public String summaryOrName() {
        String summary = summary();
        return summary.isEmpty() ? name() : summary;
    }

    /** Empty when the rule has none. */
    public String description() {
        String clean =
                CleanText.multiLine(texts.annotation(alert, "description")).strip();
        return CodePoints.cut(clean, MAX_DESCRIPTION);
    }

    /** Whether there is a value to show: the senders of external alerts tell none. */
    public boolean hasValue() {
        return !Double.isNaN(alert.value());
    }

    public String value() {
        return Numbers.format(alert.value());
    }

    /** Whether the value at the resolve is worth a place: that the data has ended is the reason already. */
    public boolean hasPresentValue() {
        boolean isToldByReason = alert.presentValue() == null && alert.resolveReason() == ResolveReason.NO_DATA;
        return !isFiring() && !isToldByReason;
    }

    /** The value at the resolve; "no data" when the series is gone, "unknown" when it could not be asked. */
    public String presentValue() {
        Double present = alert.presentValue();
        if (present == null) {
            return texts.word(alert.resolveReason() == ResolveReason.NO_DATA ? TextWord.NO_DATA : TextWord.UNKNOWN);
        }
        return Numbers.format(present);
    }

    /** How long it has been, or was, active. */
    public String activeFor() {
        Instant end = alert.resolvedAt() == null ? at : alert.resolvedAt();
        return texts.duration(PlainDurations.roughly(Duration.between(alert.activeAt(), end)));
    }

    public String resolveReason() {
        return texts.resolveReason(alert.resolveReason());
    }

    /** Name and value of each label except the alert's name; at most twelve, with a mark for the rest. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Map.Entry<String, String> label : alert.labels().asMap().entrySet()) {
            if (!label.getKey().equals(Labels.ALERT_NAME)) {
                labels.add(CodePoints.cut(CleanText.singleLine(label.getKey() + "=" + label.getValue()), MAX_LABEL));
            }
        }
        if (labels.size() <= MAX_LABELS) {
            return labels;
        }
        List<String> shown = new ArrayList<>(labels.subList(0, MAX_LABELS));
        shown.add(texts.more(labels.size() - MAX_LABELS));
        return shown;
    }

    /**
     * The log lines.
     *
     * @param cost how much of a message's room a text takes, once it is escaped
     */
    public EvidenceText evidence(ToIntFunction<String> cost) {
        return new EvidenceText(alert.evidence(), texts, cost);
    }

    /** Why there are no lines; empty when there are, or when none were wanted. */
    public String evidenceProblem() {
        return CodePoints.cut(CleanText.singleLine(texts.evidenceProblem(alert.evidence())), MAX_LINE);
    }

    /** Everything on one line, for a message with many alerts. */
    public String compact(int maxCodePoints) {
        StringBuilder line = new StringBuilder(mark()).append(' ').append(summaryOrName());
        if (hasValue()) {
            line.append(" · ").append(texts.word(isFiring() ? TextWord.VALUE : TextWord.LAST_VALUE));
            line.append(' ').append(value());
        }
        line.append(" · ").append(activeFor());
        if (!labels().isEmpty()) {
            line.append(" · ").append(String.join(" ", labels()));
        }
        return CodePoints.cut(line.toString(), maxCodePoints);
    }
}
