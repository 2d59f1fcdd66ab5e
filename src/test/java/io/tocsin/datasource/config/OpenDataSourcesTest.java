package io.tocsin.datasource.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.config.DataSourceDefinitions.State;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenDataSourcesTest {

    private final List<String> log = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final OpenDataSources sources = new OpenDataSources(this::open, clock);

    @Test
    void whatIsUnchangedStaysOpen() {
        sources.apply(definitions(source("a", 1), source("b", 1)));
        Querier before = sources.find(new DataSourceName("a")).orElseThrow();

        sources.apply(definitions(source("a", 1), source("b", 2), source("c", 1)));

        assertThat(sources.find(new DataSourceName("a"))).containsSame(before);
        assertThat(log).containsExactly("open a1", "open b1", "retire b1", "open b2", "open c1");
        assertThat(sources.names()).extracting(DataSourceName::value).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsRemovedGetsNoQueriesAndIsClosedWhenThoseUnderWayHaveEnded() {
        sources.apply(definitions(source("a", 1), source("b", 1)));

        sources.apply(definitions(source("a", 1)));
        sources.apply(definitions(source("a", 1)));
        assertThat(sources.find(new DataSourceName("b"))).isEmpty();
        assertThat(log).endsWith("retire b1");

        clock.tick(OpenDataSources.PATIENCE);
        sources.apply(definitions(source("a", 1)));
        assertThat(log).endsWith("close b1");
    }

    private OpenDataSources.Opened open(DataSourceDefinition definition) {
        String name = definition.name().value() + definition.maxConcurrent();
        log.add("open " + name);
        Querier querier = (Querier) Proxy.newProxyInstance(
                Querier.class.getClassLoader(), new Class<?>[] {Querier.class}, (proxy, method, arguments) -> null);
        return new OpenDataSources.Opened(querier, () -> log.add("retire " + name), () -> log.add("close " + name));
    }

    private static DataSourceDefinition source(String name, int maxConcurrent) {
        return new DataSourceDefinition(
                new DataSourceName(name), DataSourceType.EMBEDDED, null, Duration.ofSeconds(1), maxConcurrent);
    }

    private static DataSourceDefinitions definitions(DataSourceDefinition... all) {
        return new DataSourceDefinitions(Arrays.asList(all), Map.of(), null, List.of(), State.USABLE);
    }
}
