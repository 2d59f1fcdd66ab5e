package io.tocsin.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DataSourceHealthMonitorTest {

    private static final DataSourceName LOKI = new DataSourceName("loki");
    private static final Instant START = Instant.parse("2026-11-18T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final DataSourceHealthMonitor monitor = new DataSourceHealthMonitor(clock, UnaryOperator.identity());

    @Test
    void isNotFailingBeforeItWasAsked() {
        assertThat(monitor.health(LOKI).isFailing()).isFalse();
        assertThat(monitor.all()).isEmpty();
    }

    @Test
    void failsSinceTheFirstFailureInARow() {
        monitor.record(LOKI, success());
        clock.set(START.plusSeconds(10));
        monitor.record(LOKI, failure(QueryFailure.UNREACHABLE));
        clock.set(START.plusSeconds(70));
        monitor.record(LOKI, failure(QueryFailure.TIMEOUT));

        DataSourceHealth health = monitor.health(LOKI);

        assertThat(health.failingSince()).isEqualTo(START.plusSeconds(10));
        assertThat(health.lastReason()).isEqualTo(QueryFailure.TIMEOUT);
        assertThat(health.lastAnsweredAt()).isEqualTo(START);
    }

    @Test
    void ceasesToFailWithTheNextAnswerAndRemembersTheFailure() {
        monitor.record(LOKI, failure(QueryFailure.UNREACHABLE));
        clock.set(START.plusSeconds(30));
        monitor.record(LOKI, success());

        DataSourceHealth health = monitor.health(LOKI);

        assertThat(health.isFailing()).isFalse();
        assertThat(health.lastReason()).isEqualTo(QueryFailure.UNREACHABLE);
        assertThat(health.lastAnsweredAt()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void countsARefusedQueryAsAnswered() {
        monitor.record(LOKI, failure(QueryFailure.UNREACHABLE));
        monitor.record(LOKI, failure(QueryFailure.BAD_QUERY));

        assertThat(monitor.health(LOKI).isFailing()).isFalse();
    }

    @Test
    void learnsNothingFromAQueryThatWasNotAsked() {
        monitor.record(LOKI, failure(QueryFailure.UNREACHABLE));
        monitor.record(LOKI, failure(QueryFailure.BULKHEAD_FULL));

        assertThat(monitor.health(LOKI).isFailing()).isTrue();
    }

    @Test
    void keepsDataSourcesApart() {
        monitor.record(new DataSourceName("b"), success());
        monitor.record(new DataSourceName("a"), failure(QueryFailure.SERVER_ERROR));

        assertThat(monitor.all())
                .extracting(health -> health.name().value(), DataSourceHealth::isFailing)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", true),
                        org.assertj.core.groups.Tuple.tuple("b", false));
    }

    private static QueryResult<String> success() {
        return new Success<>("", QueryStatistics.NONE);
    }

    private static QueryResult<String> failure(QueryFailure reason) {
        return new Failure<>(reason, "because of " + reason);
    }
}
