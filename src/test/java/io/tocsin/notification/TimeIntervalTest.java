package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.notification.TimeInterval.Range;
import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeIntervalTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    private static TimeInterval times(int begin, int end, ZoneId zone) {
        return new TimeInterval(List.of(new Range(begin, end)), List.of(), List.of(), List.of(), List.of(), zone);
    }

    private static TimeInterval days(int begin, int end) {
        return new TimeInterval(
                List.of(), List.of(), List.of(new Range(begin, end)), List.of(), List.of(), ZoneOffset.UTC);
    }

    private static Instant utc(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    }

    @Test
    void includesItsStartAndExcludesItsEnd() {
        TimeInterval night = times(22 * 60, 24 * 60, ZoneOffset.UTC);

        assertThat(night.contains(utc("2026-03-02T21:59:59"))).isFalse();
        assertThat(night.contains(utc("2026-03-02T22:00:00"))).isTrue();
        assertThat(night.contains(utc("2026-03-02T23:59:59"))).isTrue();
        assertThat(night.contains(utc("2026-03-03T00:00:00"))).isFalse();
    }

    @Test
    void followsTheClocksOfItsLocation() {
        TimeInterval office = times(9 * 60, 18 * 60, SEOUL);

        assertThat(office.contains(utc("2026-03-02T00:00:00"))).isTrue();
        assertThat(office.contains(utc("2026-03-02T09:00:00"))).isFalse();
    }

    @Test
    void isShorterWhenClocksGoForwardAndLongerWhenTheyGoBack() { // alertmanager#5447
        TimeInterval early = times(2 * 60, 3 * 60, BERLIN);

        assertThat(minutesWithin(early, utc("2026-03-28T12:00:00"))).isZero();
        assertThat(minutesWithin(early, utc("2026-10-24T12:00:00"))).isEqualTo(120);
        assertThat(minutesWithin(early, utc("2026-06-01T12:00:00"))).isEqualTo(60);
    }

    private static long minutesWithin(TimeInterval interval, Instant from) {
        return IntStream.range(0, 24 * 60)
                .mapToObj(minute -> from.plus(Duration.ofMinutes(minute)))
                .filter(interval::contains)
                .count();
    }

    @Test
    void countsDaysFromTheEndOfTheMonth() {
        TimeInterval lastThree = days(-3, -1);

        assertThat(lastThree.contains(utc("2026-02-25T00:00:00"))).isFalse();
        assertThat(lastThree.contains(utc("2026-02-26T00:00:00"))).isTrue();
        assertThat(lastThree.contains(utc("2026-02-28T23:59:00"))).isTrue();
        assertThat(lastThree.contains(utc("2026-03-28T00:00:00"))).isFalse();
        assertThat(lastThree.contains(utc("2026-03-29T00:00:00"))).isTrue();
    }

    @Test
    void cutsDaysThatAMonthDoesNotHave() {
        assertThat(days(28, 31).contains(utc("2026-02-28T00:00:00"))).isTrue();
        assertThat(days(30, 31).contains(utc("2026-02-28T00:00:00"))).isFalse();
        assertThat(days(-31, 1).contains(utc("2026-02-01T00:00:00"))).isTrue();
    }

    @Test
    void needsEveryKindOfFieldToHold() {
        TimeInterval workdaysInMay = new TimeInterval(
                List.of(),
                List.of(new Range(1, 5)),
                List.of(),
                List.of(new Range(5, 5)),
                List.of(new Range(2026, 2027)),
                ZoneOffset.UTC);

        assertThat(workdaysInMay.contains(utc("2026-05-08T12:00:00"))).isTrue();
        assertThat(workdaysInMay.contains(utc("2026-05-10T12:00:00"))).isFalse();
        assertThat(workdaysInMay.contains(utc("2026-06-08T12:00:00"))).isFalse();
        assertThat(workdaysInMay.contains(utc("2028-05-08T12:00:00"))).isFalse();
    }

    @Test
    void holdsAPolicyUntilTheMuteEnds() {
        Policies muted = policies(List.of("night"), List.of());
        Policies active = policies(List.of(), List.of("night"));

        assertThat(muted.heldUntil("{}/x", utc("2026-03-02T23:59:30"))).contains(utc("2026-03-03T00:00:00"));
        assertThat(muted.heldUntil("{}/x", utc("2026-03-02T21:59:59"))).isEmpty();
        assertThat(active.heldUntil("{}/x", utc("2026-03-02T20:00:10"))).contains(utc("2026-03-02T22:00:00"));
        assertThat(active.heldUntil("{}/x", utc("2026-03-02T22:00:00"))).isEmpty();
        assertThat(muted.heldUntil("{}", utc("2026-03-02T23:00:00"))).isEmpty();
        assertThat(muted.heldUntil("gone", utc("2026-03-02T23:00:00"))).isEmpty();
    }

    @Test
    void asksAgainAfterADayWhenAMuteIsLong() {
        Policies always =
                new Policies(tree(List.of("always"), List.of()), Map.of("always", List.of(days(1, 31))), List.of());

        assertThat(always.heldUntil("{}/x", utc("2026-03-02T10:00:00"))).contains(utc("2026-03-03T10:00:00"));
    }

    private static Policies policies(List<String> mute, List<String> active) {
        return new Policies(
                tree(mute, active), Map.of("night", List.of(times(22 * 60, 24 * 60, ZoneOffset.UTC))), List.of());
    }

    private static PolicyTree tree(List<String> mute, List<String> active) {
        ContactPointName receiver = new ContactPointName("x");
        NotificationPolicy child = new NotificationPolicy(
                "{}/x",
                List.of(),
                receiver,
                false,
                GroupBy.ALERT_NAME,
                GroupTimings.DEFAULT,
                new NotificationPolicy.SpeakingTimes(mute, active),
                List.of());
        return new PolicyTree(NotificationPolicy.root(receiver).withChildren(List.of(child)));
    }
}
