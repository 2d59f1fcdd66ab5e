package io.tocsin.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;

class WatchingHealthTest {

    private final ApplicationAvailability wellStarted = new WellStarted();
    private Watching watching = new Watching(List.of(), new SettableClock(Instant.EPOCH));

    /** What Spring Boot says of an application that has started. */
    private static final class WellStarted implements ApplicationAvailability {

        @Override
        @SuppressWarnings("unchecked")
        public <S extends AvailabilityState> S getState(Class<S> type, S defaultState) {
            return type == LivenessState.class ? (S) LivenessState.CORRECT : (S) ReadinessState.ACCEPTING_TRAFFIC;
        }

        @Override
        public <S extends AvailabilityState> S getState(Class<S> type) {
            return getState(type, null);
        }

        @Override
        public <S extends AvailabilityState> AvailabilityChangeEvent<S> getLastChangeEvent(Class<S> type) {
            return null;
        }
    }

    @AfterEach
    void close() {
        watching.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NOTICE, UP, UP, UP",
        "UNWATCHED, WARNING, UP, UP",
        "UNREADY, OUT_OF_SERVICE, OUT_OF_SERVICE, UP",
        "DEAD, DOWN, OUT_OF_SERVICE, DOWN",
    })
    void saysInEachProbeWhatItMeans(Severity severity, String whole, String readiness, String liveness) {
        Concern concern = new Concern("disk-full", severity, "data", "no room");
        watching = new Watching(List.of(() -> List.of(concern)), new SettableClock(Instant.EPOCH));

        watching.look();

        assertThat(new WatchingHealth(watching).health().getStatus().getCode()).isEqualTo(whole);
        assertThat(new WatchingHealth(watching)
                        .health()
                        .getDetails()
                        .get("concerns")
                        .toString())
                .contains("disk-full", "no room", "1970-01-01T00:00:00Z");
        assertThat(new WatchingHealth.Readiness(wellStarted, watching)
                        .health()
                        .getStatus()
                        .getCode())
                .isEqualTo(readiness);
        assertThat(new WatchingHealth.Liveness(wellStarted, watching)
                        .health()
                        .getStatus()
                        .getCode())
                .isEqualTo(liveness);
    }
}
