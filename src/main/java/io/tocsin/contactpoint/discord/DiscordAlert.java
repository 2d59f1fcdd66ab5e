package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.render.AlertPart;
import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.EvidenceText;
import io.tocsin.contactpoint.render.Fences;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.text.CodePoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What one alert adds to a message: its texts in an embed, or one line. */
final class DiscordAlert {

    private static final int MAX_COMPACT = 400;
    private static final int MAX_DESCRIPTION = 1_800;
    private static final int MAX_ALERT_TITLE = 120;
    private static final int MAX_LABELS = 1_000;
    private static final int MAX_LINKS = 1_000;
    private static final int MAX_LINK = 340;
    /** Fences, and how many lines are not shown. */
    private static final int AROUND_LINES = 60;

    private final AlertText alert;
    private final MessageText message;
    private final BuiltInTexts texts;
    private final EvidenceText evidence;
    private final Map<DetailLevel, Fitting.Size> sizes = new EnumMap<>(DetailLevel.class);

    DiscordAlert(AlertText alert, MessageText message) {
        this.alert = alert;
        this.message = message;
        this.texts = message.texts();
        this.evidence = alert.evidence(text -> CodePoints.count(Fences.inside(text)));
    }

    EvidenceText evidence() {
        return evidence;
    }

    AlertText text() {
        return alert;
    }

    /** Without log lines but for the room that they have at least. */
    Fitting.Size size(DetailLevel level) {
        return sizes.computeIfAbsent(level, this::measured);
    }

    private Fitting.Size measured(DetailLevel level) {
        if (level == DetailLevel.COMPACT) {
            int codePoints = CodePoints.count(line()) + 1;
            return new Fitting.Size(codePoints, 0, codePoints);
        }
        boolean hasLines = level == DetailLevel.FULL && !evidence.isEmpty();
        int lines = hasLines ? Fitting.leastRoom(evidence, AROUND_LINES) : 0;
        int title = isAlone() ? 0 : CodePoints.count(DiscordMarkdown.inline(title()));
        return new Fitting.Size(fill(level, 0).codePoints() + title + lines, 1, 0);
    }

    String line() {
        return CodePoints.cutEscaped(alert.compact(MAX_COMPACT / 2), MAX_COMPACT, DiscordMarkdown::inline);
    }

    String title() {
        return CodePoints.cut(alert.mark() + " " + alert.summaryOrName(), MAX_ALERT_TITLE);
    }

    private boolean isAlone() {
        return message.message().alerts().size() == 1;
    }

    /** Everything but titles, the footer and the colour. Only an alert alone goes on in a further embed. */
    DiscordDescription fill(DetailLevel level, int linesRoom) {
        DiscordDescription description = new DiscordDescription(isAlone() ? 2 : 1);
        for (AlertPart part : AlertPart.values()) {
            add(part, level, linesRoom, description);
        }
        return description;
    }

    private void add(AlertPart part, DetailLevel level, int linesRoom, DiscordDescription description) {
        switch (part) {
            case WHAT -> {
                if (isAlone()) {
                    description.row(emphasized(alert.summary()));
                }
                description.row(CodePoints.cutEscaped(alert.description(), MAX_DESCRIPTION, DiscordMarkdown::inline));
            }
            case MUTES ->
                alert.mutes(DiscordMarkdown::inline, DiscordMarkdown::time).forEach(description::row);
            case NUMBERS -> addNumbers(level, description);
            case WHERE -> description.row(labels());
            case LINES -> {
                if (level == DetailLevel.FULL) {
                    addLines(linesRoom, description);
                }
            }
            case LINKS ->
                description.row(links(
                        isAlone()
                                ? message.links()
                                : message.links(alert.alert().links())));
        }
    }

    private static String emphasized(String summary) {
        return summary.isEmpty() ? "" : DiscordMarkdown.bold(DiscordMarkdown.inline(summary));
    }

    private void addNumbers(DetailLevel level, DiscordDescription description) {
        List<String> numbers = new ArrayList<>();
        if (alert.hasValue()) {
            numbers.add(number(alert.isFiring() ? TextWord.VALUE : TextWord.LAST_VALUE, alert.value()));
            if (alert.hasPresentValue()) {
                numbers.add(number(TextWord.PRESENT_VALUE, alert.presentValue()));
            }
        }
        String since = DiscordMarkdown.time(alert.alert().activeAt()) + " (" + alert.activeFor() + ")";
        numbers.add(named(texts.word(TextWord.SINCE), since));
        description.row(String.join(" · ", numbers));
        Instant resolvedAt = alert.alert().resolvedAt();
        if (resolvedAt != null) {
            String reason = DiscordMarkdown.inline(alert.resolveReason());
            description.row(
                    named(texts.word(TextWord.RESOLVED), DiscordMarkdown.relativeTime(resolvedAt) + " · " + reason));
        }
        if (level == DetailLevel.FULL && !alert.trend().isEmpty()) {
            description.row(named(alert.trendName(), Fences.inline(alert.trend())));
        }
    }

    private String number(TextWord name, String value) {
        return named(texts.word(name), Fences.inline(value));
    }

    private static String named(String name, String markdown) {
        return DiscordMarkdown.bold(name) + " " + markdown;
    }

    private String labels() {
        StringBuilder text = new StringBuilder();
        for (String label : alert.labels()) {
            String shown = Fences.inline(label);
            if (CodePoints.count(text.toString()) + CodePoints.count(shown) + 1 > MAX_LABELS) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(shown);
        }
        return text.toString();
    }

    void addLines(int room, DiscordDescription description) {
        if (room > 0) {
            EvidenceText.FittedLines lines = evidence.fit(room);
            description.code(lines.rows());
            description.row(DiscordMarkdown.inline(lines.rest()));
        }
        description.row(DiscordMarkdown.inline(alert.evidenceProblem()));
    }

    /** As many whole links as fit into the text of an alert. */
    static String links(Map<String, String> links) {
        String text = links.entrySet().stream()
                .map(link -> DiscordMarkdown.link(link.getValue(), link.getKey()))
                .filter(link -> CodePoints.count(link) <= MAX_LINK)
                .collect(Collectors.joining(" · "));
        return CodePoints.count(text) <= MAX_LINKS ? text : "";
    }
}
