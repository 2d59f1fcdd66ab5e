package io.tocsin.datasource.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.PastDataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.config.DataSourceAdapters.Adapter;
import io.tocsin.datasource.config.OpenDataSources.Opened;
import io.tocsin.datasource.observe.CircuitMetrics;
import io.tocsin.datasource.observe.ObservedQuerier;
import io.tocsin.datasource.observe.TracedQuerier;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.datasource.resilience.ResilientQuerier;
import io.tocsin.task.RepeatingTask;
import io.tocsin.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes the data sources that the settings define. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
class DataSourceConfiguration {

    private static final int PAST_QUERIES_AT_ONCE = 2;
    private static final Duration FILE_INTERVAL = Duration.ofSeconds(2);

    @Bean
    DataSourceHealthMonitor dataSourceHealthMonitor(Clock clock, DataSourceCatalog catalog) {
        return new DataSourceHealthMonitor(clock, name -> catalog.current().resolve(name));
    }

    /** What the settings and the data sources file say. */
    @Bean
    DataSourceCatalog dataSourceCatalog(DataSourceProperties properties, Environment environment) {
        return new DataSourceCatalog(properties, environment::getProperty);
    }

    @Bean
    OpenDataSources dataSources(
            DataSourceCatalog catalog,
            DataSourceHealthMonitor monitor,
            MeterRegistry meters,
            DataSourceAdapters adapters,
            Tracing tracing,
            Clock clock) {
        OpenDataSources sources =
                new OpenDataSources(definition -> live(definition, adapters, monitor, meters, tracing), clock);
        sources.apply(catalog.current());
        return sources;
    }

    @Bean
    PastDataSources pastDataSources(DataSourceCatalog catalog, DataSourceAdapters adapters, Clock clock) {
        OpenDataSources sources = new OpenDataSources(definition -> past(definition, adapters), clock);
        sources.apply(catalog.current());
        return new PastDataSources(sources);
    }

    /** File events do not work on all mounted volumes, so the file is compared. */
    @Bean
    RepeatingTask dataSourcesFileTask(DataSourceCatalog catalog, OpenDataSources live, PastDataSources past) {
        return RepeatingTask.every(FILE_INTERVAL, "data-sources-file", () -> {
            catalog.reload();
            live.apply(catalog.current());
            if (past.all() instanceof OpenDataSources sources) {
                sources.apply(catalog.current());
            }
        });
    }

    private static Opened live(
            DataSourceDefinition definition,
            DataSourceAdapters adapters,
            DataSourceHealthMonitor monitor,
            MeterRegistry meters,
            Tracing tracing) {
        DataSourceName name = definition.name();
        Adapter adapter = adapters.adapter(definition);
        ResilientQuerier resilient = new ResilientQuerier(
                name, adapter.querier(), ResilienceSettings.of(definition.timeout(), definition.maxConcurrent()));
        List<Meter> gauges = new ArrayList<>(CircuitMetrics.bind(name, resilient, meters));
        gauges.add(
                Gauge.builder("tocsin.datasource.up", () -> monitor.health(name).isFailing() ? 0 : 1)
                        .description("0 while the data source fails")
                        .tag("datasource", name.value())
                        .register(meters));
        Querier observed = new ObservedQuerier(name, resilient, monitor, meters);
        Runnable retire = () -> {
            gauges.forEach(meters::remove);
            monitor.forget(name);
        };
        Querier seen = tracing.isOn() ? new TracedQuerier(name, observed, tracing) : observed;
        return new Opened(seen, retire, adapter.close());
    }

    private static Opened past(DataSourceDefinition definition, DataSourceAdapters adapters) {
        Adapter adapter = adapters.adapter(definition);
        ResilienceSettings settings = ResilienceSettings.of(definition.timeout(), PAST_QUERIES_AT_ONCE);
        Querier resilient = new ResilientQuerier(definition.name(), new PastQuerier(adapter.querier()), settings);
        return new Opened(resilient, () -> {}, adapter.close());
    }
}
