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
import io.tocsin.datasource.config.DataSourceDefinitions;
import io.tocsin.datasource.config.DataSourceProperties;
import io.tocsin.datasource.observe.CircuitMetrics;
import io.tocsin.datasource.observe.ObservedQuerier;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.datasource.resilience.ResilientQuerier;
import io.tocsin.evaluation.PastDataSources;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes the data sources that the settings define. */
@Configuration(proxyBeanMethods = false)
class DataSourceConfiguration {

    private static final int PAST_QUERIES_AT_ONCE = 2;

    @Bean
    DataSourceHealthMonitor dataSourceHealthMonitor(Clock clock) {
        return new DataSourceHealthMonitor(clock);
    }

    /** What the settings and the data sources file say; read once. */
    @Bean
    DataSourceDefinitions dataSourceDefinitions(DataSourceProperties properties, Environment environment) {
        return new DataSourceDefinitions(DataSourceCatalog.load(properties, environment::getProperty));
    }

    @Bean
    DataSources dataSources(
            DataSourceDefinitions definitions,
            DataSourceHealthMonitor monitor,
            MeterRegistry meters,
            DataSourceAdapters adapters) {
        Map<DataSourceName, Querier> queriers = new LinkedHashMap<>();
        for (DataSourceDefinition definition : definitions.all()) {
            Querier resilient = resilient(definition, adapters.adapter(definition), meters);
            queriers.put(definition.name(), new ObservedQuerier(definition.name(), resilient, monitor, meters));
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
    PastDataSources pastDataSources(DataSourceDefinitions definitions, DataSourceAdapters adapters) {
        Map<DataSourceName, Querier> queriers = new LinkedHashMap<>();
        for (DataSourceDefinition definition : definitions.all()) {
            ResilienceSettings settings = ResilienceSettings.of(definition.timeout(), PAST_QUERIES_AT_ONCE);
            queriers.put(
                    definition.name(), new ResilientQuerier(definition.name(), adapters.adapter(definition), settings));
        }
        return new PastDataSources(new ConfiguredDataSources(queriers));
    }

    private static Querier resilient(DataSourceDefinition definition, Querier adapter, MeterRegistry meters) {
        ResilientQuerier querier = new ResilientQuerier(
                definition.name(), adapter, ResilienceSettings.of(definition.timeout(), definition.maxConcurrent()));
        CircuitMetrics.bind(definition.name(), querier, meters);
        return querier;
    }
}
