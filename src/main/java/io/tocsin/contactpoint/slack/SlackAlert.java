package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.render.AlertText;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.contactpoint.render.DetailLevel;
import io.tocsin.contactpoint.render.Fitting;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.text.CodePoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The blocks of one alert. */
final class SlackAlert {

    private static final int MAX_EVIDENCE = 2_000;
    private static final int MAX_COMPACT = 300;

    private final AlertText alert;
    private final MessageText message;
    private final BuiltInTexts texts;

    SlackAlert(AlertText alert, MessageText message) {
        this.alert = alert;
        this.message = message;
        this.texts = message.texts();
    }

    Fitting.Size size(DetailLevel level) {
        SlackBlocks blocks = blocks(level);
        return new Fitting.Size(blocks.codePoints(), blocks.size(), 0);
    }

    SlackBlocks blocks(DetailLevel level) {
        SlackBlocks blocks = new SlackBlocks();
        if (level == DetailLevel.COMPACT) {
            blocks.plainSection(alert.compact(MAX_COMPACT));
            return blocks;
        }
        boolean isAlone = message.message().alerts().size() == 1;
        if (!isAlone) {
            blocks.divider();
        }
        String headline = isAlone ? alert.summary() : alert.mark() + " " + alert.summaryOrName();
        blocks.plainSection((headline + "\n" + alert.description()).strip());
        blocks.context(String.join("\n", alert.mutes(Mrkdwn::inline, Mrkdwn::date)));
        blocks.fields(fields(level));
        blocks.section(alert.labels().stream().map(Mrkdwn::code).collect(Collectors.joining(" ")));
        if (level == DetailLevel.FULL) {
            addEvidence(blocks);
        }
        if (!isAlone) {
            blocks.context(links(message.links(alert.alert().links())));
        }
        return blocks;
    }

    private List<String> fields(DetailLevel level) {
        List<String> fields = new ArrayList<>();
        fields.add(field(alert.isFiring() ? TextWord.VALUE : TextWord.LAST_VALUE, Mrkdwn.code(alert.value())));
        if (!alert.isFiring()) {
            fields.add(field(TextWord.PRESENT_VALUE, Mrkdwn.code(alert.presentValue())));
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

    private void addEvidence(SlackBlocks blocks) {
        String lines = alert.evidence(MAX_EVIDENCE);
        if (!lines.isEmpty()) {
            blocks.section(Mrkdwn.block(fitting(lines)));
        }
        blocks.plainContext(alert.evidenceProblem());
    }

    /** Entities make the lines longer; whole lines go until the block fits. */
    private static String fitting(String lines) {
        String shown = lines;
        while (CodePoints.count(Mrkdwn.block(shown)) > SlackBlocks.MAX_SECTION) {
            int lastLine = shown.lastIndexOf('\n');
            if (lastLine < 0) {
                return CodePoints.cut(shown, SlackBlocks.MAX_SECTION / 8);
            }
            shown = shown.substring(0, lastLine);
        }
        return shown;
    }

    static String links(java.util.Map<String, String> links) {
        return links.entrySet().stream()
                .map(link -> Mrkdwn.link(link.getValue(), link.getKey()))
                .collect(Collectors.joining(" · "));
    }
}
