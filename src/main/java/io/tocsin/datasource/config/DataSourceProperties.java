package io.tocsin.datasource.config;

import io.tocsin.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The default data source and the file with further ones.
 *
 * @param lokiUrl base address of the Loki to ask by default; empty: the embedded log store
 * @param lokiTenant sent as X-Scope-OrgID; empty: none
 * @param lokiUser user for basic authentication; empty: none
 * @param lokiPassword the password for basic authentication
 * @param lokiToken bearer token; empty: none
 * @param lokiTimeout the most time for one query of that Loki; default 30s
 * @param lokiMaxConcurrent the most queries of that Loki under way at the same time; default 8
 * @param datasourcesFile several data sources, also Prometheus; the file may be absent
 */
@ConfigurationProperties("tocsin")
public record DataSourceProperties(
        @DefaultValue("") String lokiUrl,
        @DefaultValue("") String lokiTenant,
        @DefaultValue("") String lokiUser,
        @Nullable Secret lokiPassword,
        @Nullable Secret lokiToken,
        @DefaultValue("30s") Duration lokiTimeout,
        @DefaultValue("8") int lokiMaxConcurrent,
        @DefaultValue("config/datasources.yml") String datasourcesFile) {

    public DataSourceProperties {
        if (lokiTimeout.isZero() || lokiTimeout.isNegative()) {
            throw new IllegalArgumentException("tocsin.loki.timeout must be positive");
        }
        if (lokiMaxConcurrent < 1) {
            throw new IllegalArgumentException("tocsin.loki.max.concurrent must be at least 1");
        }
    }
}
