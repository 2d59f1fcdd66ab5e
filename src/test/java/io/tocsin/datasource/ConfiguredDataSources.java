package io.tocsin.datasource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A fixed set of data sources; the names keep their order. */
public final class ConfiguredDataSources implements DataSources {

    private final Map<DataSourceName, Querier> queriers;

    public ConfiguredDataSources(Map<DataSourceName, Querier> queriers) {
        this.queriers = Collections.unmodifiableMap(new LinkedHashMap<>(queriers));
    }

    @Override
    public Optional<Querier> find(DataSourceName name) {
        return Optional.ofNullable(queriers.get(name));
    }

    @Override
    public Set<DataSourceName> names() {
        return queriers.keySet();
    }
}
