package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.render.AlertPart;
import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.EvidenceText;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The blocks of one alert. */
final class SlackAlert {

    private static final int MAX_COMPACT = 300;
    /** Fences, and how many lines are not shown. */
    private static final int AROUND_LINES = 60;

    private final AlertText alert;
    private final MessageText message;
    private final BuiltInTexts texts;
    private final EvidenceText evidence;
    private final Map<DetailLevel, Fitting.Size> sizes = new EnumMap<>(DetailLevel.class);

    SlackAlert(AlertText alert, MessageText message) {
        this.alert = alert;
        this.message = message;
        this.texts = message.texts();
        this.evidence = alert.evidence(Mrkdwn::costInBlock);
    }

    EvidenceText evidence() {
        return evidence;
    }

    /** Without log lines but for the room that they have at least. */
    Fitting.Size size(DetailLevel level) {
        return sizes.computeIfAbsent(level, this::measured);
    }

    private Fitting.Size measured(DetailLevel level) {
        SlackBlocks blocks = blocks(level, 0);
        boolean hasLines = level == DetailLevel.FULL && !evidence.isEmpty();
        return new Fitting.Size(
                blocks.codePoints() + (hasLines ? Fitting.leastRoom(evidence, AROUND_LINES) : 0),
                blocks.size() + (hasLines ? 2 : 0),
                0);
    }

    /** @param linesRoom for the log lines; 0: none are shown */
    SlackBlocks blocks(DetailLevel level, int linesRoom) {
        SlackBlocks blocks = new SlackBlocks();
        if (level == DetailLevel.COMPACT) {
            blocks.plainSection(alert.compact(MAX_COMPACT));
            return blocks;
        }
        if (!isAlone()) {
            blocks.divider();
        }
        for (AlertPart part : AlertPart.values()) {
            add(part, level, linesRoom, blocks);
        }
        return blocks;
    }

    private boolean isAlone() {
        return message.message().alerts().size() == 1;
    }

    private void add(AlertPart part, DetailLevel level, int linesRoom, SlackBlocks blocks) {
        switch (part) {
            case WHAT -> {
                String headline = isAlone() ? alert.summary() : alert.mark() + " " + alert.summaryOrName();
                blocks.plainSection((headline + "\n" + alert.description()).strip());
            }
            case MUTES -> blocks.context(String.join("\n", alert.mutes(Mrkdwn::inline, Mrkdwn::date)));
            case NUMBERS -> blocks.fields(fields(level));
            case WHERE ->
                blocks.section(alert.labels().stream().map(Mrkdwn::code).collect(Collectors.joining(" ")));
            case LINES -> {
                if (level == DetailLevel.FULL) {
                    addLines(linesRoom, blocks);
                }
            }
            case LINKS -> {
                if (!isAlone()) {
                    blocks.context(links(message.links(alert.alert().links())));
                }
            }
        }
    }

    /** With the alert's name unless it is the only one. */
    void addLinesBelow(int room, SlackBlocks blocks) {
        if (!isAlone()) {
            blocks.plainContext(alert.mark() + " " + alert.summaryOrName());
        }
        addLines(room, blocks);
    }

    private void addLines(int room, SlackBlocks blocks) {
        if (room > 0) {
            EvidenceText.FittedLines lines = evidence.fit(room);
            blocks.code(lines.rows());
            blocks.plainContext(lines.rest());
        }
        blocks.plainContext(alert.evidenceProblem());
    }

    private List<String> fields(DetailLevel level) {
        List<String> fields = new ArrayList<>();
        if (alert.hasValue()) {
            fields.add(field(alert.isFiring() ? TextWord.VALUE : TextWord.LAST_VALUE, Mrkdwn.code(alert.value())));
            if (alert.hasPresentValue()) {
                fields.add(field(TextWord.PRESENT_VALUE, Mrkdwn.code(alert.presentValue())));
            }
        }
        fields.add(field(TextWord.SINCE, Mrkdwn.date(alert.alert().activeAt()) + " (" + alert.activeFor() + ")"));
        Instant resolvedAt = alert.alert().resolvedAt();
        if (resolvedAt != null) {
            fields.add(
                    field(TextWord.RESOLVED, Mrkdwn.date(resolvedAt) + " · " + Mrkdwn.inline(alert.resolveReason())));
        }
        if (level == DetailLevel.FULL && !alert.trend().isEmpty()) {
            fields.add(Mrkdwn.bold(alert.trendName()) + "\n" + Mrkdwn.code(alert.trend()));
        }
        return fields;
    }

    private String field(TextWord name, String mrkdwn) {
        return Mrkdwn.bold(texts.word(name)) + "\n" + mrkdwn;
    }

    static String links(Map<String, String> links) {
        return links.entrySet().stream()
                .map(link -> Mrkdwn.link(link.getValue(), link.getKey()))
                .collect(Collectors.joining(" · "));
    }
}
