package io.tocsin.datasource;

import java.util.Optional;
import java.util.Set;

/** All configured data sources by name. */
public interface DataSources {

    /** Empty when no data source of this name is configured. */
    Optional<Querier> find(DataSourceName name);

    Set<DataSourceName> names();
}
