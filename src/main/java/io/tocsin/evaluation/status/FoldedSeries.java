package io.tocsin.evaluation.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.rule.RuleKey;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Rules with more series than the limit of their group: people are told of the surplus as one alert. Asks every ten seconds. */
@Component
class FoldedSeries implements ConcernSource {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int NAMED = 5;

    private final ActiveAlerts alerts;
    private final Clock clock;
    private volatile Map<RuleKey, Long> folded = Map.of();
    private Instant lookedAt = Instant.EPOCH;

    FoldedSeries(ActiveAlerts alerts, MeterRegistry registry, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
        Gauge.builder("tocsin.series.folded", this, FoldedSeries::total)
                .description("Active series beyond the limit of their group, told as one alert for each rule")
                .register(registry);
    }

    private long total() {
        return folded.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized List<Concern> concerns() {
        Instant now = clock.instant();
        if (Duration.between(lookedAt, now).abs().compareTo(LOOK_EVERY) >= 0) {
            lookedAt = now;
            folded = alerts.countFolded();
        }
        return folded.isEmpty() ? List.of() : List.of(concern());
    }

    private Concern concern() {
        String named = folded.entrySet().stream()
                .limit(NAMED)
                .map(entry -> entry.getKey().alert() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new Concern(
                "series-folded",
                Severity.NOTICE,
                Long.toString(total()),
                "series are beyond the limit of their group and told as one alert for each rule: " + named
                        + (folded.size() > NAMED ? ", and " + (folded.size() - NAMED) + " more rules" : "")
                        + "; aggregate by fewer labels, or set the group's \"limit\"");
    }
}
