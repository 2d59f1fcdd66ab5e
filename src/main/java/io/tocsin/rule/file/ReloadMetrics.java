package io.tocsin.rule.file;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Numbers about the rules in force: what is loaded, what is broken, how often it changed. */
final class ReloadMetrics {

    private final Counter succeeded;
    private final Counter failed;

    ReloadMetrics(MeterRegistry registry, RuleCatalog catalog) {
        gauge(
                registry,
                catalog,
                "tocsin.rule.files",
                "Rule files on disk",
                snapshot -> snapshot.files().size());
        gauge(
                registry,
                catalog,
                "tocsin.rule.files.broken",
                "Rule files with problems",
                snapshot -> snapshot.brokenFiles().size());
        gauge(
                registry,
                catalog,
                "tocsin.rule.groups",
                "Rule groups in force",
                snapshot -> snapshot.groups().size());
        gauge(registry, catalog, "tocsin.rules", "Rules in force", RuleCatalogSnapshot::ruleCount);
        gauge(
                registry,
                catalog,
                "tocsin.rule.reload.timestamp.seconds",
                "When the rules last changed",
                snapshot -> snapshot.loadedAt().toEpochMilli() / 1000.0);
        succeeded = counter(registry, "success");
        failed = counter(registry, "problems");
    }

    private static void gauge(
            MeterRegistry registry,
            RuleCatalog catalog,
            String name,
            String description,
            ToDoubleFunction<RuleCatalogSnapshot> value) {
        Gauge.builder(name, catalog, current -> value.applyAsDouble(current.snapshot()))
                .description(description)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.rule.reloads")
                .description("Changes of the rule files that were taken in, by whether all files were good")
                .tag("outcome", outcome)
                .register(registry);
    }

    void reloaded(RuleCatalogSnapshot snapshot) {
        boolean isGood =
                snapshot.brokenFiles().isEmpty() && snapshot.directoryProblem().isEmpty();
        (isGood ? succeeded : failed).increment();
    }
}
