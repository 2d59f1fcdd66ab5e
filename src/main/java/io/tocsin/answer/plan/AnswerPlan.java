package io.tocsin.answer.plan;

import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.answer.ChatAsk;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatcherParser;
import io.tocsin.text.go.PrometheusDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Understands what people press and type. */
public final class AnswerPlan {

    private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Instant at;
    private final ZoneId zone;

    /** @param zone the person's, in which hours of the day are meant */
    public AnswerPlan(Instant at, ZoneId zone) {
        this.at = at;
        this.zone = zone;
    }

    /** Never fails: what is not understood is answered with help. */
    public AnswerAction of(ChatAsk ask) {
        if (ask instanceof ChatAsk.ButtonPressed pressed) {
            return pressed(pressed);
        }
        if (ask instanceof ChatAsk.CommandTyped typed) {
            return typed(typed.text());
        }
        throw new IllegalStateException("unknown answer " + ask.getClass());
    }

    private AnswerAction pressed(ChatAsk.ButtonPressed pressed) {
        return switch (pressed.button()) {
            case ACKNOWLEDGE -> new AnswerAction.AcknowledgeMessage(pressed.ticket());
            case SILENCE_1H, SILENCE_4H, SILENCE_TO_MORNING ->
                new AnswerAction.SilenceMessage(pressed.ticket(), end(pressed.button()));
            case WHY -> new AnswerAction.ExplainMessage(pressed.ticket());
            case LINES -> new AnswerAction.ShowLines(pressed.ticket());
        };
    }

    private Instant end(MessageButton button) {
        return switch (button) {
            case SILENCE_1H -> at.plus(Duration.ofHours(1));
            case SILENCE_4H -> at.plus(Duration.ofHours(4));
            case SILENCE_TO_MORNING -> Mornings.after(at, zone);
            case ACKNOWLEDGE, WHY, LINES -> throw new IllegalArgumentException(button + " silences nothing");
        };
    }

    private AnswerAction typed(String text) {
        // Phones and chats make typographic quotes of plain ones.
        String plain = text.strip().replaceAll("[\u201c\u201d\u201e]", "\"");
        String verb = word(plain).toLowerCase(Locale.ROOT);
        String rest = afterWord(plain);
        try {
            return switch (verb) {
                case "alerts" ->
                    new AnswerAction.ListAlerts(
                            rest.isEmpty() ? List.of() : target(rest).matchers());
                case "silence" -> silence(rest);
                case "explain" ->
                    rest.isEmpty()
                            ? new AnswerAction.ShowHelp("")
                            : new AnswerAction.ExplainMatching(target(rest).matchers());
                case "mute" -> mute(rest);
                default -> new AnswerAction.ShowHelp("");
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new AnswerAction.ShowHelp(String.valueOf(e.getMessage()));
        }
    }

    private AnswerAction silence(String rest) {
        String wanted = rest.toLowerCase(Locale.ROOT).startsWith("until ") ? afterWord(rest) : rest;
        if (afterWord(wanted).isEmpty()) {
            return new AnswerAction.ShowHelp("");
        }
        Instant until = end(word(wanted));
        CommandTarget target = target(afterWord(wanted));
        return new AnswerAction.SilenceMatching(target.matchers(), until, target.comment());
    }

    private AnswerAction mute(String rest) {
        if (!word(rest).equalsIgnoreCase("me")) {
            return new AnswerAction.ShowHelp("");
        }
        String until = afterWord(rest);
        String first = word(until).toLowerCase(Locale.ROOT);
        String end = first.equals("until") || first.equals("for") ? afterWord(until) : until;
        return new AnswerAction.MuteMentions(end.isEmpty() ? Mornings.after(at, zone) : end(word(end)));
    }

    /** {@code 2h}, {@code 1d12h} or {@code 09:00}, which is the next one. */
    private Instant end(String word) {
        if (TIME.matcher(word).matches()) {
            String[] parts = word.split(":");
            LocalTime time = LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            ZonedDateTime today = at.atZone(zone).with(time);
            return (today.toInstant().isAfter(at) ? today : today.plusDays(1).with(time)).toInstant();
        }
        return at.plus(PrometheusDuration.parse(word));
    }

    /** What is meant, and what else was said. */
    private record CommandTarget(List<LabelMatcher> matchers, String comment) {}

    /** An alert's name, matchers without blanks, or matchers in braces; a comment may follow. */
    private static CommandTarget target(String text) {
        if (text.startsWith("{")) {
            int end = closingBrace(text);
            return new CommandTarget(
                    MatcherParser.parseAll(text.substring(0, end + 1)),
                    text.substring(end + 1).strip());
        }
        String first = word(text);
        boolean isName = first.chars().noneMatch(c -> c == '=' || c == '~');
        return new CommandTarget(
                isName ? List.of(LabelMatcher.equal(Labels.ALERT_NAME, first)) : MatcherParser.parseAll(first),
                afterWord(text));
    }

    private static int closingBrace(String text) {
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && isQuoted) {
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '}' && !isQuoted) {
                return i;
            }
        }
        throw new IllegalArgumentException("} is missing");
    }

    private static String word(String text) {
        return BLANKS.split(text, 2)[0];
    }

    private static String afterWord(String text) {
        String[] parts = BLANKS.split(text, 2);
        return parts.length < 2 ? "" : parts[1].strip();
    }
}
