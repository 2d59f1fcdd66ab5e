package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import java.util.List;
import java.util.Optional;

/** All configured data sources in order, for whoever shows how they are reached. */
public record DataSourceDefinitions(List<DataSourceDefinition> all) {

    public DataSourceDefinitions {
        all = List.copyOf(all);
    }

    public Optional<DataSourceDefinition> find(DataSourceName name) {
        return all.stream().filter(definition -> definition.name().equals(name)).findFirst();
    }
}
