package io.tocsin.answer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.access.Role;
import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.answer.ChatAsk;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant by what people press and type. */
class AnswerPlanTest {

    /** 08:50 in Seoul. */
    private static final Instant AT = Instant.parse("2026-03-01T23:50:00Z");

    private static final AnswerPlan PLAN = new AnswerPlan(AT, ZoneId.of("Asia/Seoul"));
    private static final ButtonTicket TICKET = new ButtonTicket(7, "0123456789abcdef");

    @ParameterizedTest
    @CsvSource({
        "SILENCE_1H, 2026-03-02T00:50:00Z",
        "SILENCE_4H, 2026-03-02T03:50:00Z",
        // Ten minutes before nine the next morning is meant.
        "SILENCE_TO_MORNING, 2026-03-03T00:00:00Z"
    })
    void aSilenceLastsAsLongAsItsButtonSays(MessageButton button, Instant until) {
        AnswerAction action = PLAN.of(new ChatAsk.ButtonPressed(button, TICKET));

        assertThat(action).isEqualTo(new AnswerAction.SilenceMessage(TICKET, until));
        assertThat(action.least()).isEqualTo(Role.RESPONDER);
    }

    @Test
    void theMorningIsThePersonsOwn() {
        AnswerAction action = new AnswerPlan(AT, ZoneId.of("Europe/Berlin"))
                .of(new ChatAsk.ButtonPressed(MessageButton.SILENCE_TO_MORNING, TICKET));

        assertThat(action).isEqualTo(new AnswerAction.SilenceMessage(TICKET, Instant.parse("2026-03-02T08:00:00Z")));
    }

    /** The clocks go forward on that night. */
    @Test
    void theMorningAfterANightThatIsShorterIsStillAtNine() {
        AnswerAction action = new AnswerPlan(Instant.parse("2026-03-28T20:00:00Z"), ZoneId.of("Europe/Berlin"))
                .of(new ChatAsk.ButtonPressed(MessageButton.SILENCE_TO_MORNING, TICKET));

        assertThat(action).isEqualTo(new AnswerAction.SilenceMessage(TICKET, Instant.parse("2026-03-29T07:00:00Z")));
    }

    @Test
    void lookingNeedsNoMoreThanAViewer() {
        assertThat(PLAN.of(new ChatAsk.ButtonPressed(MessageButton.WHY, TICKET)).least())
                .isEqualTo(Role.VIEWER);
        assertThat(PLAN.of(new ChatAsk.ButtonPressed(MessageButton.LINES, TICKET))
                        .isChange())
                .isFalse();
        assertThat(PLAN.of(new ChatAsk.ButtonPressed(MessageButton.ACKNOWLEDGE, TICKET)))
                .isEqualTo(new AnswerAction.AcknowledgeMessage(TICKET));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silence 2h ocr_alert 배포 중 | [alertname=\"ocr_alert\"] | 2026-03-02T01:50:00Z | 배포 중",
                "silence 09:00 {host=\"a b\", x!~\"}\"} why not | [host=\"a b\", x!~\"}\"] | 2026-03-02T00:00:00Z | why not",
                "SILENCE until 08:00 host=\"a\" | [host=\"a\"] | 2026-03-02T23:00:00Z | ''",
                "silence 1d \u201chost\u201d=\u201ca\u201d | [host=\"a\"] | 2026-03-02T23:50:00Z | ''"
            })
    void aSilenceIsTyped(String text, String matchers, Instant until, String comment) {
        AnswerAction action = PLAN.of(new ChatAsk.CommandTyped(text));

        assertThat(action).isInstanceOfSatisfying(AnswerAction.SilenceMatching.class, silence -> {
            assertThat(silence.matchers().toString()).isEqualTo(matchers);
            assertThat(silence.until()).isEqualTo(until);
            assertThat(silence.comment()).isEqualTo(comment);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "help",
                "silence",
                "silence 2h",
                "silence soon ocr",
                "silence 2h {host=\"a\"",
                "silence 2h host=~\"(\"",
                "silence 99999999999999999y ocr",
                "silence 25:00 ocr",
                "explain",
                "mute",
                "mute you",
                "mute me for ever"
            })
    void whatIsNotUnderstoodIsAnsweredWithHelp(String text) {
        assertThat(PLAN.of(new ChatAsk.CommandTyped(text))).isInstanceOf(AnswerAction.ShowHelp.class);
    }

    @ParameterizedTest
    @CsvSource({
        "mute me, 2026-03-03T00:00:00Z",
        "mute me 2h, 2026-03-02T01:50:00Z",
        "mute me for 30m, 2026-03-02T00:20:00Z"
    })
    void mentionsAreMuted(String text, Instant until) {
        assertThat(PLAN.of(new ChatAsk.CommandTyped(text))).isEqualTo(new AnswerAction.MuteMentions(until));
    }

    @Test
    void alertsAndExplanationsAreAskedFor() {
        assertThat(PLAN.of(new ChatAsk.CommandTyped("alerts")).word()).isEqualTo("alerts");
        assertThat(PLAN.of(new ChatAsk.CommandTyped("explain host=\"a\"")).word())
                .isEqualTo("explain");
    }

    @Test
    void aTicketOfAnotherMessageIsKnownAsSuch() {
        assertThat(ButtonTicket.parse(TICKET.toString())).contains(TICKET);
        assertThat(ButtonTicket.parse("7")).isEmpty();
        assertThat(ButtonTicket.parse("7.xyz")).isEmpty();
        assertThat(ButtonTicket.parse("99999999999999999999.0123456789abcdef")).isEmpty();
    }
}
