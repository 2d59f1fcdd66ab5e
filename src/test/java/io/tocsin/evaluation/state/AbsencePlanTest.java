package io.tocsin.evaluation.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.evaluation.state.Sighting.SightingWindow;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsencePlanTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Labels SERVER = Labels.of("host", "server1");
    private static final Absence ABSENCE = absence("PT24H", "PT10M");

    private final AbsencePlan plan = new AbsencePlan(ABSENCE, INTERVAL, Instant.MIN);

    private static Absence absence(String seenWithin, String missingFor) {
        return new Absence("{job=\"app\"}", List.of("host"), Duration.parse(seenWithin), Duration.parse(missingFor));
    }

    private static EntityMemory known(String after, String until) {
        return new EntityMemory(Map.of(), new SightingWindow(ago(after), ago(until)));
    }

    private static Instant ago(String duration) {
        return AT.minus(Duration.parse(duration));
    }

    private static SightingWindow window(String after, String until) {
        return new SightingWindow(ago(after), ago(until));
    }

    @Test
    void looksAtTheTimeOfMissingForFirst() {
        assertThat(plan.newest(EntityMemory.EMPTY, AT)).isEqualTo(window("PT10M", "PT0S"));
    }

    @Test
    void looksAtNoMoreThanAnHourFirst() {
        AbsencePlan daily = new AbsencePlan(absence("PT24H", "PT20H"), INTERVAL, Instant.MIN);

        assertThat(daily.newest(EntityMemory.EMPTY, AT)).isEqualTo(window("PT1H", "PT0S"));
    }

    @Test
    void asksForWhatCameSinceTheLastQuestion() {
        assertThat(plan.newest(known("PT24H", "PT1M"), AT)).isEqualTo(window("PT1M", "PT0S"));
        assertThat(plan.newest(known("PT24H", "PT7M"), AT)).isEqualTo(window("PT7M", "PT0S"));
    }

    @Test
    void beginsAnewAfterALongBreak() {
        assertThat(plan.newest(known("PT24H", "PT5H"), AT)).isEqualTo(window("PT10M", "PT0S"));
    }

    @Test
    void asksForItsOwnIntervalWhenTheTimeOfTheQuestionWentBack() {
        assertThat(plan.newest(known("PT24H", "PT-1M"), AT)).isEqualTo(window("PT1M", "PT0S"));
    }

    @Test
    void asksForThePastPieceByPiece() {
        assertThat(plan.older(known("PT10M", "PT0S"), AT)).contains(window("PT1H10M", "PT10M"));
        assertThat(plan.older(known("PT23H30M", "PT0S"), AT)).contains(window("PT24H", "PT23H30M"));
        assertThat(plan.older(known("PT24H", "PT0S"), AT)).isEmpty();
    }

    @Test
    void takesLargerPiecesOfALongerTime() {
        AbsencePlan weekly = new AbsencePlan(absence("PT168H", "PT26H"), INTERVAL, Instant.MIN);

        assertThat(weekly.older(known("PT30H", "PT0S"), AT)).contains(window("PT37H", "PT30H"));
    }

    @Test
    void letsNoPieceReachOverTheTimeOfMissingFor() {
        AbsencePlan weekly = new AbsencePlan(absence("PT168H", "PT26H"), INTERVAL, Instant.MIN);

        assertThat(weekly.older(known("PT21H", "PT0S"), AT)).contains(window("PT26H", "PT21H"));
    }

    @Test
    void looksAgainOnlyWhenSomebodyIsNewlyMissing() {
        SightingWindow known = window("PT24H", "PT0S");
        EntityMemory present = new EntityMemory(Map.of(SERVER, ago("PT9M")), known);
        EntityMemory missing = new EntityMemory(Map.of(SERVER, ago("PT10M")), known);
        EntityMemory missingBefore = new EntityMemory(Map.of(SERVER, ago("PT11M")), window("PT24H", "PT1M"));

        assertThat(plan.recheck(present, present, AT)).isEmpty();
        assertThat(plan.recheck(new EntityMemory(Map.of(SERVER, ago("PT10M")), window("PT24H", "PT1M")), missing, AT))
                .contains(window("PT10M", "PT0S"));
        assertThat(plan.recheck(missingBefore, missing, AT)).isEmpty();
    }

    @Test
    void looksForALateOneAgainAtTheNextSlot() {
        assertThat(plan.seenAt(window("PT10M", "PT0S"))).isEqualTo(ago("PT9M"));
        AbsencePlan daily = new AbsencePlan(absence("PT24H", "PT20H"), INTERVAL, Instant.MIN);
        assertThat(daily.seenAt(window("PT1H", "PT0S"))).isEqualTo(AT);
    }

    @Test
    void forgetsWhoWasNotSeenWithinTheTime() {
        EntityMemory memory = new EntityMemory(
                Map.of(SERVER, ago("PT24H"), Labels.of("host", "server2"), ago("PT23H")), window("PT30H", "PT0S"));

        EntityMemory later = memory.at(AT, ABSENCE);

        assertThat(later.lastSeen()).containsOnlyKeys(Labels.of("host", "server2"));
        assertThat(later.known()).isEqualTo(window("PT24H", "PT0S"));
    }

    @Test
    void saysNothingBeforeItKnowsTheTimeOfMissingFor() {
        EntityMemory memory = new EntityMemory(Map.of(SERVER, ago("PT5M")), window("PT9M", "PT0S"));

        assertThat(memory.answer(AT, ABSENCE)).isInstanceOf(Answer.Undecided.class);
        assertThat(memory.with(Sighting.of(Set.of(), window("PT10M", "PT9M"))).answer(AT, ABSENCE))
                .isEqualTo(new Answer.Samples(List.of(new Sample(SERVER, 300))));
    }

    @Test
    void failsWhenThereAreTooManyEntities() {
        Map<Labels, Instant> many = new HashMap<>();
        for (int i = 0; i <= EntityMemory.MAX_ENTITIES; i++) {
            many.put(Labels.of("host", "server" + i), AT);
        }

        assertThat(new EntityMemory(many, window("PT24H", "PT0S")).answer(AT, ABSENCE))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("too_many_entities"));
    }
}
