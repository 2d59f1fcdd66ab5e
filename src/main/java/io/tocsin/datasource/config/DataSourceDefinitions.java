package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All configured data sources in order, for whoever shows how they are reached or checks what refers to them. */
public record DataSourceDefinitions(List<DataSourceDefinition> all) {

    public DataSourceDefinitions {
        all = List.copyOf(all);
    }

    public Optional<DataSourceDefinition> find(DataSourceName name) {
        return all.stream().filter(definition -> definition.name().equals(name)).findFirst();
    }

    public Set<String> names() {
        return all.stream().map(definition -> definition.name().value()).collect(Collectors.toSet());
    }

    /** Whether the data source exists and is asked in LogQL. */
    public boolean speaksLogql(String dataSource) {
        return all.stream()
                .anyMatch(definition ->
                        definition.name().value().equals(dataSource) && definition.type() != DataSourceType.PROMETHEUS);
    }
}
