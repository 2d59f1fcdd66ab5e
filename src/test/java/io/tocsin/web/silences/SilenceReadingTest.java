package io.tocsin.web.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceLimits;
import io.tocsin.web.silences.SilenceReading.WrongField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceReadingTest {

    private static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");

    @Test
    void readsMatchersLineByLineAndPresets() {
        SilenceReading reading = read("alertname=\"a, b\"\n\nhost=~web.*, severity!=info", "1w", "", "", "UTC");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.matchers())
                .extracting(Object::toString)
                .containsExactly("alertname=\"a, b\"", "host=~\"web.*\"", "severity!=\"info\"");
        assertThat(reading.startsAt()).isEqualTo(NOW);
        assertThat(reading.endsAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void readsTimesInTheGivenZoneAcrossTheChangeOfClocks() {
        SilenceReading reading = read("a=b", "custom", "2026-03-28T23:00", "2026-03-29T09:00", "Europe/Berlin");

        assertThat(reading.startsAt()).isEqualTo(Instant.parse("2026-03-28T22:00:00Z"));
        assertThat(reading.endsAt()).isEqualTo(Instant.parse("2026-03-29T07:00:00Z"));
    }

    @Test
    void endsWhenWorkBeginsInTheReadersZone() {
        // NOW is Saturday, 21:00 in Seoul.
        assertThat(read("a=b", "morning", "", "", "Asia/Seoul").endsAt())
                .isEqualTo(Instant.parse("2026-03-29T00:00:00Z"));
        assertThat(read("a=b", "morning", "2026-03-30T08:59", "", "Asia/Seoul").endsAt())
                .isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
        assertThat(read("a=b", "monday", "", "", "Asia/Seoul").endsAt())
                .isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
        assertThat(read("a=b", "monday", "2026-03-30T09:00", "", "Asia/Seoul").endsAt())
                .isEqualTo(Instant.parse("2026-04-06T00:00:00Z"));
    }

    @Test
    void takesAnUnknownZoneForUtc() {
        SilenceReading reading = read("a=b", "custom", "", "2026-03-29T09:00", "Nowhere/Land");

        assertThat(reading.endsAt()).isEqualTo(Instant.parse("2026-03-29T09:00:00Z"));
    }

    @Test
    void saysWhatIsWrongBesideEachField() {
        SilenceReading reading = read("host=~\"(\"", "custom", "yesterday", "", "UTC");

        assertThat(reading.problems())
                .extracting(WrongField::field, WrongField::code)
                .containsExactly(
                        tuple("matchers", "silences.problem.matcher"),
                        tuple("startsAt", "silences.problem.time"),
                        tuple("endsAt", "silences.problem.time"));
    }

    @Test
    void needsAMatcher() {
        assertThat(read(" \n ", "1h", "", "", "UTC").problems())
                .extracting(WrongField::code)
                .containsExactly("silences.problem.none");
    }

    @Test
    void putsSentencesOfTheLimitsBesideTheirFields() {
        SilenceDraft everythingForever = new SilenceDraft(List.of(), NOW, NOW.plus(Duration.ofDays(900)), "ann", "");
        SilenceDraft backwards = new SilenceDraft(List.of(), NOW, NOW.minusSeconds(1), "ann", "");

        assertThat(SilenceLimits.DEFAULT.problems(everythingForever, NOW))
                .map(SilenceReading::ofLimits)
                .extracting(WrongField::field)
                .containsExactlyInAnyOrder("matchers", "endsAt", "comment");
        assertThat(SilenceLimits.DEFAULT.problems(backwards, NOW))
                .map(SilenceReading::ofLimits)
                .extracting(WrongField::field)
                .containsExactlyInAnyOrder("matchers", "endsAt", "comment");
    }

    private static SilenceReading read(String matchers, String duration, String start, String end, String zone) {
        return new SilenceReading(new SilenceForm(matchers, duration, start, end, zone, "", false), NOW);
    }
}
