package io.tocsin.datasource.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DataSourceCatalogTest {

    @TempDir
    private Path directory;

    @Test
    void hasTheEmbeddedLogStoreWhenNothingIsConfigured() {
        assertThat(load(Map.of()))
                .extracting(DataSourceDefinition::name, DataSourceDefinition::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(DataSourceName.DEFAULT, DataSourceType.EMBEDDED));
    }

    @Test
    void hasTheLokiOfTheSettingsAsDefault() {
        DataSourceDefinition loki = load(Map.of(
                        "tocsin.loki-url", "http://loki:3100",
                        "tocsin.loki-tenant", "team-a",
                        "tocsin.loki-user", "me",
                        "tocsin.loki-password", "geheim",
                        "tocsin.loki-token", "",
                        "tocsin.loki-timeout", "7s"))
                .get(0);

        assertThat(loki.name()).isEqualTo(DataSourceName.DEFAULT);
        assertThat(loki.type()).isEqualTo(DataSourceType.LOKI);
        assertThat(loki.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(loki.http().orElseThrow().tenant()).isEqualTo("team-a");
        assertThat(loki.http().orElseThrow().basicAuth()).isEqualTo(new BasicAuth("me", new Secret("geheim")));
        assertThat(loki.toString()).doesNotContain("geheim");
    }

    @Test
    void takesTheFilesDefaultBeforeTheEmbeddedLogStore() throws IOException {
        String file = write("datasources: [{name: default, type: loki, url: 'http://loki:3100'}]");

        assertThat(load(Map.of("tocsin.datasources-file", file)))
                .extracting(DataSourceDefinition::type)
                .containsExactly(DataSourceType.LOKI);
    }

    @Test
    void addsTheFilesDataSources() throws IOException {
        String file = write("datasources: [{name: metrics, type: prometheus, url: 'http://prometheus:9090'}]");

        assertThat(load(Map.of("tocsin.datasources-file", file, "tocsin.loki-url", "http://loki:3100")))
                .extracting(definition -> definition.name().value())
                .containsExactly("default", "metrics");
    }

    @Test
    void refusesTwoDefaults() throws IOException {
        String file = write("datasources: [{name: default, type: embedded}]");

        assertThatThrownBy(() -> load(Map.of("tocsin.datasources-file", file, "tocsin.loki-url", "http://loki:3100")))
                .hasMessageContaining("both define the data source \"default\"");
    }

    @Test
    void refusesAnAddressThatHoldsAPasswordWithoutPrintingIt() {
        assertThatThrownBy(() -> load(Map.of("tocsin.loki-url", "http://me:geheim@loki:3100")))
                .hasMessage("TOCSIN_LOKI_URL is \"http://***@loki:3100\": it must not hold user and password; use the"
                        + " settings for basic authentication")
                .hasStackTraceContaining("TOCSIN_LOKI_URL")
                .satisfies(error -> assertThat(org.assertj.core.util.Throwables.getStackTrace(error))
                        .doesNotContain("geheim"));
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> load(Map.of("tocsin.loki-url", "loki:3100")))
                .hasMessage("TOCSIN_LOKI_URL is \"loki:3100\": it must be an address like http://loki:3100");
    }

    @Test
    void refusesTwoWaysToAuthenticate() {
        assertThatThrownBy(() -> load(Map.of(
                        "tocsin.loki-url", "http://loki:3100", "tocsin.loki-user", "me", "tocsin.loki-token", "t")))
                .hasMessageContaining("exclude each other");
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("datasources.yml"), text).toString();
    }

    private List<DataSourceDefinition> load(Map<String, String> settings) {
        java.util.Map<String, String> all = new java.util.HashMap<>(settings);
        all.putIfAbsent(
                "tocsin.datasources-file", directory.resolve("absent.yml").toString());
        DataSourceProperties properties =
                new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("tocsin", DataSourceProperties.class);
        return DataSourceCatalog.load(properties, name -> null);
    }
}
