package io.tocsin.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.application.LivenessStateHealthIndicator;
import org.springframework.boot.health.application.ReadinessStateHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * What is watched, as a component of the health report. It reads what was found when the sources were last asked, so that a
 * probe is answered at once whatever is away.
 */
public final class WatchingHealth implements HealthIndicator {

    /** Something is not watched, and yet the process is where its users are to be sent. */
    public static final Status WARNING = new Status("WARNING");

    private final Watching watching;

    public WatchingHealth(Watching watching) {
        this.watching = watching;
    }

    @Override
    public Health health() {
        Watching.Report report = watching.report();
        return Health.status(report.gravest().map(WatchingHealth::status).orElse(Status.UP))
                .withDetail("concerns", concerns(report.concerns()))
                .withDetail("at", report.at().toString())
                .build();
    }

    private static Status status(Severity severity) {
        return switch (severity) {
            case NOTICE -> Status.UP;
            case UNWATCHED -> WARNING;
            case UNREADY -> Status.OUT_OF_SERVICE;
            case DEAD -> Status.DOWN;
        };
    }

    private static List<Map<String, String>> concerns(List<Concern> concerns) {
        return concerns.stream().map(WatchingHealth::describe).toList();
    }

    private static Map<String, String> describe(Concern concern) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("code", concern.code());
        words.put("severity", concern.severity().name());
        words.put("subject", concern.subject());
        words.put("reason", concern.reason());
        if (concern.since() != null) {
            words.put("since", concern.since().toString());
        }
        return words;
    }

    /** Down while only a new process would help. */
    public static final class Liveness extends LivenessStateHealthIndicator {

        private final Watching watching;

        public Liveness(ApplicationAvailability availability, Watching watching) {
            super(availability);
            this.watching = watching;
        }

        @Override
        protected AvailabilityState getState(ApplicationAvailability availability) {
            return watching.report().isBelow(Severity.DEAD) ? super.getState(availability) : LivenessState.BROKEN;
        }

        @Override
        protected void doHealthCheck(Health.Builder builder) throws Exception {
            super.doHealthCheck(builder);
            builder.withDetail("concerns", concerns(watching.report().from(Severity.DEAD)));
        }
    }

    /** Out of service while this replica cannot do its work. */
    public static final class Readiness extends ReadinessStateHealthIndicator {

        private final Watching watching;

        public Readiness(ApplicationAvailability availability, Watching watching) {
            super(availability);
            this.watching = watching;
        }

        @Override
        protected AvailabilityState getState(ApplicationAvailability availability) {
            return watching.report().isBelow(Severity.UNREADY)
                    ? super.getState(availability)
                    : ReadinessState.REFUSING_TRAFFIC;
        }

        @Override
        protected void doHealthCheck(Health.Builder builder) throws Exception {
            super.doHealthCheck(builder);
            builder.withDetail("concerns", concerns(watching.report().from(Severity.UNREADY)));
        }
    }
}
