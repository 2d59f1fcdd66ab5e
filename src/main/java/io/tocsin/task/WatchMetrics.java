package io.tocsin.task;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Watching;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is watched, and how the loops fare, as metrics. {@code tocsin.watching} is 1 exactly when no concern is graver than a
 * notice, and the sum of {@code tocsin.concerns} is the number of all.
 */
public final class WatchMetrics {

    private final Watching watching;
    private final MultiGauge concerns;

    public WatchMetrics(MeterRegistry registry, Watching watching, TaskWatch tasks) {
        this.watching = watching;
        Gauge.builder("tocsin.watching", watching, asked -> asked.report().isWatching() ? 1 : 0)
                .description("1 while everything that is to be watched and told is, 0 otherwise")
                .register(registry);
        this.concerns = MultiGauge.builder("tocsin.concerns")
                .description("What is not watched or told as it should be, by its kind")
                .register(registry);
        tasks.tasks().forEach(task -> register(registry, task));
    }

    private static void register(MeterRegistry registry, RepeatedWork task) {
        FunctionCounter.builder("tocsin.task.successes", task.tally(), WorkTally::successes)
                .description("Steps of a loop that came to their end")
                .tag("task", task.name())
                .register(registry);
        FunctionCounter.builder("tocsin.task.failures", task.tally(), WorkTally::failures)
                .description("Steps of a loop that threw something")
                .tag("task", task.name())
                .register(registry);
        Gauge.builder(
                        "tocsin.task.since.success",
                        task,
                        work -> work.tally().sinceSuccess().toMillis() / 1000.0)
                .description("Time since a step of the loop came to its end")
                .baseUnit("seconds")
                .tag("task", task.name())
                .register(registry);
    }

    /** Takes over what was found last. */
    public void refresh() {
        Map<Tags, Long> counts = watching.report().concerns().stream()
                .collect(Collectors.groupingBy(WatchMetrics::tags, Collectors.counting()));
        concerns.register(
                counts.entrySet().stream()
                        .map(count -> MultiGauge.Row.of(count.getKey(), count.getValue()))
                        .toList(),
                true);
    }

    private static Tags tags(Concern concern) {
        return Tags.of(
                "code", concern.code(), "severity", concern.severity().name().toLowerCase(Locale.ROOT));
    }
}
