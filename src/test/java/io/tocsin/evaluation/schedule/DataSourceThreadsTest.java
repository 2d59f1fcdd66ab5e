package io.tocsin.evaluation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataSourceThreadsTest {

    private static final String LOKI = "loki";

    private long now;
    private List<RuleGroup> current = List.of();
    private final GroupsOfATest groups = new GroupsOfATest(() -> current);
    private DataSourceThreads threads = new DataSourceThreads(16, groups, () -> now);

    @Test
    void thoseOfTheStartCountThoughNobodySaysThatTheyHaveCome() {
        current = groups(LOKI, "other");
        threads = new DataSourceThreads(16, groups, () -> now);

        assertThat(entered(20)).isEqualTo(12);
    }

    @Test
    void oneOfSeveralGetsThreeQuarters() {
        change(LOKI, "other", LOKI);

        assertThat(entered(20)).isEqualTo(12);
        assertThat(threads.enter("other")).isTrue();
    }

    @Test
    void theOnlyOneGetsAll() {
        change(LOKI, LOKI);

        assertThat(entered(20)).isEqualTo(16);
    }

    @Test
    void whoLeavesMakesRoom() {
        change(LOKI, "other");
        entered(12);

        threads.leave(LOKI);

        assertThat(entered(2)).isEqualTo(1);
    }

    @Test
    void isTriedAgainSoonWhileThreadsComeFree() {
        change(LOKI, "other");
        entered(12);
        pass(Duration.ofSeconds(5));
        threads.leave(LOKI);
        entered(1);

        assertThat(threads.pause(LOKI)).isEqualTo(Duration.ofMillis(50));
        pass(Duration.ofMillis(70));
        assertThat(threads.pause(LOKI)).isEqualTo(Duration.ofMillis(70));
    }

    @Test
    void isTriedAgainLaterWhenNoneComesFree() {
        change(LOKI, "other");
        entered(12);

        pass(Duration.ofSeconds(5));

        assertThat(threads.pause(LOKI)).isEqualTo(Duration.ofMillis(250));
    }

    private void change(String... dataSources) {
        current = groups(dataSources);
        groups.changed();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private long entered(int attempts) {
        return IntStream.range(0, attempts)
                .filter(attempt -> threads.enter(LOKI))
                .count();
    }

    private static List<RuleGroup> groups(String... dataSources) {
        return Stream.of(dataSources)
                .map(dataSource -> new RuleGroup(
                        new GroupKey("rules.yml", "g"),
                        Duration.ofSeconds(1),
                        null,
                        0,
                        dataSource,
                        RuleGroup.GroupOptions.NONE,
                        List.of(),
                        List.of()))
                .toList();
    }
}
