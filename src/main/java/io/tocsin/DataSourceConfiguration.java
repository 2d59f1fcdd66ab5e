package io.tocsin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.ConfiguredDataSources;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.datasource.config.DataSourceProperties;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.loki.LokiQuerier;
import io.tocsin.datasource.observe.CircuitMetrics;
import io.tocsin.datasource.observe.DataSourcesHealthIndicator;
import io.tocsin.datasource.observe.ObservedQuerier;
import io.tocsin.datasource.prometheus.PrometheusQuerier;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.datasource.resilience.ResilientQuerier;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes the data sources that the settings define. */
@Configuration(proxyBeanMethods = false)
class DataSourceConfiguration {

    private static final String USER_AGENT = "Tocsin/"
            + Optional.ofNullable(DataSourceConfiguration.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    @Bean
    DataSourceHealthMonitor dataSourceHealthMonitor(Clock clock) {
        return new DataSourceHealthMonitor(clock);
    }

    @Bean
    DataSources dataSources(
            DataSourceProperties properties,
            Environment environment,
            DataSourceHealthMonitor monitor,
            MeterRegistry meters) {
        Map<DataSourceName, Querier> queriers = new LinkedHashMap<>();
        for (DataSourceDefinition definition : DataSourceCatalog.load(properties, environment::getProperty)) {
            adapter(definition)
                    .ifPresent(adapter -> queriers.put(
                            definition.name(),
                            new ObservedQuerier(
                                    definition.name(), resilient(definition, adapter, meters), monitor, meters)));
        }
        for (DataSourceName name : queriers.keySet()) {
            Gauge.builder("tocsin.datasource.up", () -> monitor.health(name).isFailing() ? 0 : 1)
                    .description("0 while the data source fails")
                    .tag("datasource", name.value())
                    .register(meters);
        }
        return new ConfiguredDataSources(queriers);
    }

    @Bean
    DataSourcesHealthIndicator dataSourcesHealthIndicator(DataSources dataSources, DataSourceHealthMonitor monitor) {
        return new DataSourcesHealthIndicator(dataSources, monitor);
    }

    private static Optional<Querier> adapter(DataSourceDefinition definition) {
        return switch (definition.type()) {
            case LOKI -> definition.http().map(http -> new LokiQuerier(client(http)));
            case PROMETHEUS -> definition.http().map(http -> new PrometheusQuerier(client(http)));
            case EMBEDDED -> Optional.empty();
        };
    }

    private static Querier resilient(DataSourceDefinition definition, Querier adapter, MeterRegistry meters) {
        ResilientQuerier querier = new ResilientQuerier(
                definition.name(), adapter, ResilienceSettings.of(definition.timeout(), definition.maxConcurrent()));
        CircuitMetrics.bind(definition.name(), querier, meters);
        return querier;
    }

    private static HttpQueryClient client(HttpSettings http) {
        return new HttpQueryClient(http, USER_AGENT);
    }
}
