package io.tocsin.web.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant FROM = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofHours(10));
    private static final Labels SERVER1 = Labels.of("alertname", "A", "host", "server1");

    private static TransitionRecord change(int hour, String from, String to) {
        return new TransitionRecord(SERVER1, FROM.plus(Duration.ofHours(hour)), from, to, "", 1, false);
    }

    @Test
    void drawsTheStatesBetweenTheChangesAndLeavesTheRestBlank() {
        List<TransitionRecord> newestFirst = List.of(
                change(8, "NONE", "FIRING"),
                change(5, "FIRING", "RESOLVED"),
                change(2, "PENDING", "FIRING"),
                change(1, "NONE", "PENDING"));

        Timeline timeline = Timeline.of(newestFirst, List.of(), FROM, TO);

        assertThat(timeline.rows()).hasSize(1);
        assertThat(timeline.rows().get(0).labels()).containsOnlyKeys("host");
        assertThat(timeline.rows().get(0).segments())
                .extracting(
                        Timeline.TimelineSegment::state,
                        Timeline.TimelineSegment::start,
                        Timeline.TimelineSegment::width)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("PENDING", 10.0, 10.0),
                        org.assertj.core.groups.Tuple.tuple("FIRING", 20.0, 30.0),
                        org.assertj.core.groups.Tuple.tuple("FIRING", 80.0, 20.0));
    }

    @Test
    void knowsFromTheFirstChangeWhatWasBefore() {
        Timeline timeline = Timeline.of(List.of(change(4, "FIRING", "RESOLVED")), List.of(), FROM, TO);

        assertThat(timeline.rows().get(0).segments())
                .containsExactly(new Timeline.TimelineSegment(FROM, FROM.plus(Duration.ofHours(4)), "FIRING", 0, 40));
    }

    @Test
    void drawsWhatFiredBeforeTheBeginningAndNeverChanged() {
        Instant earlier = FROM.minus(Duration.ofDays(1));
        RuleKey key =
                new RuleKey(new GroupKey("f.yml", "g"), "A", Labels.empty().fingerprint());
        AlertInstance instance = new AlertInstance(
                key, SERVER1, InstanceState.FIRING, InstanceTimes.firing(earlier, earlier, TO), 1, new TreeMap<>());

        Timeline timeline = Timeline.of(List.of(), List.of(instance), FROM, TO);

        assertThat(timeline.rows().get(0).segments())
                .containsExactly(new Timeline.TimelineSegment(FROM, TO, "FIRING", 0, 100));
        assertThat(timeline.spans()).hasSize(1);
    }

    @Test
    void neverDrawsBeyondTheEndAndKeepsShortStatesVisible() {
        Timeline timeline = Timeline.of(
                List.of(new TransitionRecord(SERVER1, TO.minusMillis(1), "NONE", "FIRING", "", 1, false)),
                List.of(),
                FROM,
                TO);

        Timeline.TimelineSegment segment = timeline.rows().get(0).segments().get(0);
        assertThat(segment.width()).isPositive();
        assertThat(segment.start() + segment.width()).isLessThanOrEqualTo(100);
    }
}
