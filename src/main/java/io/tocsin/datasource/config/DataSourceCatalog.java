package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.secret.Secret;
import io.tocsin.start.CannotStartException;
import io.tocsin.yaml.EnvironmentLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All data sources that the settings and the data sources file define. The settings' Loki is the default one; without
 * it, the file's data source named {@code default}; without that, the embedded log store.
 */
public final class DataSourceCatalog {

    private DataSourceCatalog() {}

    /**
     * Reads the file, if it exists, and adds the default data source.
     *
     * @param environment where the file's {@code ${NAME}} are looked up
     * @throws DataSourcesFileException if the file has problems
     * @throws IllegalArgumentException if a setting is wrong; the message names it
     */
    public static List<DataSourceDefinition> load(DataSourceProperties properties, EnvironmentLookup environment) {
        List<DataSourceDefinition> definitions = new ArrayList<>(file(properties.datasourcesFile(), environment));
        boolean hasDefault =
                definitions.stream().anyMatch(definition -> definition.name().equals(DataSourceName.DEFAULT));
        Optional<DataSourceDefinition> loki = loki(properties);
        if (loki.isPresent() && hasDefault) {
            throw new CannotStartException(
                    "TOCSIN_LOKI_URL and " + properties.datasourcesFile() + " both define the data source \"default\"",
                    "remove one of them");
        }
        if (loki.isPresent()) {
            definitions.add(0, loki.get());
        } else if (!hasDefault) {
            definitions.add(0, embedded(properties));
        }
        return List.copyOf(definitions);
    }

    private static List<DataSourceDefinition> file(String name, EnvironmentLookup environment) {
        Path path = Path.of(name);
        if (name.isBlank() || !Files.exists(path)) {
            return List.of();
        }
        try {
            return DataSourcesFile.parse(Files.readString(path), name, environment);
        } catch (IOException e) {
            throw new UncheckedIOException("the data sources file \"" + name + "\" cannot be read", e);
        }
    }

    private static Optional<DataSourceDefinition> loki(DataSourceProperties properties) {
        if (properties.lokiUrl().isBlank()) {
            return Optional.empty();
        }
        try {
            HttpSettings http = new HttpSettings(
                    BaseUrl.parse(properties.lokiUrl()),
                    properties.lokiTenant().isBlank() ? null : properties.lokiTenant(),
                    basicAuth(properties),
                    present(properties.lokiToken()).orElse(null),
                    Map.of(),
                    TlsSettings.DEFAULT,
                    HttpSettings.DEFAULT_CONNECT_TIMEOUT,
                    properties.lokiTimeout(),
                    HttpSettings.DEFAULT_MAX_ANSWER_BYTES);
            return Optional.of(new DataSourceDefinition(
                    DataSourceName.DEFAULT,
                    DataSourceType.LOKI,
                    http,
                    properties.lokiTimeout(),
                    properties.lokiMaxConcurrent()));
        } catch (URISyntaxException e) {
            throw new CannotStartException(
                    "TOCSIN_LOKI_URL is \"" + BaseUrl.shown(properties.lokiUrl()) + "\": it " + e.getReason(),
                    "correct it, or remove it to use the embedded log store",
                    e);
        }
    }

    private static @Nullable BasicAuth basicAuth(DataSourceProperties properties) {
        if (properties.lokiUser().isBlank()) {
            return null;
        }
        if (present(properties.lokiToken()).isPresent()) {
            throw new CannotStartException(
                    "TOCSIN_LOKI_USER and TOCSIN_LOKI_TOKEN exclude each other", "remove one of them");
        }
        return new BasicAuth(
                properties.lokiUser(), present(properties.lokiPassword()).orElse(new Secret("")));
    }

    private static Optional<Secret> present(@Nullable Secret secret) {
        return Optional.ofNullable(secret).filter(value -> !value.isEmpty());
    }

    private static DataSourceDefinition embedded(DataSourceProperties properties) {
        return new DataSourceDefinition(
                DataSourceName.DEFAULT,
                DataSourceType.EMBEDDED,
                null,
                properties.lokiTimeout(),
                properties.lokiMaxConcurrent());
    }
}
