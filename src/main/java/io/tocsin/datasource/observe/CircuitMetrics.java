package io.tocsin.datasource.observe;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.resilience.ResilientQuerier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows the state of a data source's circuit breaker and the room in its bulkhead. */
public final class CircuitMetrics {

    private static final List<CircuitBreaker.State> STATES =
            List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.HALF_OPEN, CircuitBreaker.State.OPEN);

    private CircuitMetrics() {}

    /**
     * Of {@code tocsin_datasource_circuit}, exactly one state is 1 at any time.
     *
     * @return what was registered, for whoever closes the data source
     */
    public static List<Meter> bind(DataSourceName name, ResilientQuerier querier, MeterRegistry meters) {
        CircuitBreaker breaker = querier.circuitBreaker();
        List<Meter> gauges = new ArrayList<>();
        for (CircuitBreaker.State state : STATES) {
            gauges.add(Gauge.builder("tocsin.datasource.circuit", () -> breaker.getState() == state ? 1 : 0)
                    .description("State of the circuit breaker")
                    .tag("datasource", name.value())
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters));
        }
        gauges.add(Gauge.builder(
                        "tocsin.datasource.room",
                        () -> querier.bulkhead().getMetrics().getAvailableConcurrentCalls())
                .description("Further queries that may be under way at the same time")
                .tag("datasource", name.value())
                .register(meters));
        return gauges;
    }
}
