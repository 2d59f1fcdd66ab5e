package io.tocsin.web.status;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.tocsin.web.PlainNumbers;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** This process's own figures since its start, the same that a Prometheus reads. */
@Component
class StatusMetrics {

    private static final int MAX_METRICS = 80;

    private final MeterRegistry registry;

    StatusMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One figure; a timer is shown as its count and its mean. */
    record Metric(String name, String tags, String value) {}

    List<Metric> all() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("tocsin."))
                .map(StatusMetrics::view)
                .sorted(Comparator.comparing(Metric::name).thenComparing(Metric::tags))
                .limit(MAX_METRICS)
                .toList();
    }

    private static Metric view(Meter meter) {
        String tags = meter.getId().getTags().stream().map(StatusMetrics::text).collect(Collectors.joining(", "));
        return new Metric(meter.getId().getName(), tags, value(meter));
    }

    private static String text(Tag tag) {
        return tag.getKey() + "=" + tag.getValue();
    }

    private static String value(Meter meter) {
        if (meter instanceof Timer timer) {
            return timer.count() + " × " + PlainNumbers.print(timer.mean(TimeUnit.MILLISECONDS)) + " ms";
        }
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measured -> measured.getStatistic() == Statistic.COUNT
                        || measured.getStatistic() == Statistic.VALUE
                        || measured.getStatistic() == Statistic.TOTAL)
                .map(Measurement::getValue)
                .map(PlainNumbers::print)
                .findFirst()
                .orElse("");
    }
}
