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
    void theLokiOfTheSettingsCountsWhenTheFileHasADefaultToo() throws IOException {
        write("datasources: [{name: default, type: embedded}]");

        DataSourceDefinitions now =
                open(Map.of("tocsin.loki-url", "http://loki:3100")).current();

        assertThat(now.all()).extracting(DataSourceDefinition::type).containsExactly(DataSourceType.LOKI);
        assertThat(now.notInForce().get("default")).contains("both define the data source \"default\"");
    }

    @Test
    void theOnlyDataSourceIsTheDefaultOneWhateverItsName() throws IOException {
        write("datasources: [{name: Loki, type: loki, url: 'http://loki:3100'}]");

        DataSourceDefinitions now = open(Map.of()).current();

        assertThat(now.all()).hasSize(1);
        assertThat(now.find(DataSourceName.DEFAULT)).contains(now.all().get(0));
        assertThat(now.speaksLogql("default")).isTrue();
        assertThat(now.namesForRules()).containsExactlyInAnyOrder("Loki", "default");
    }

    @Test
    void ofTwoTheMarkedOneIsTheDefaultOneAndWithoutAMarkThereIsNone() throws IOException {
        write("datasources: [{name: a, type: embedded}, {name: b, type: embedded, default: true}]");
        DataSourceCatalog catalog = open(Map.of());
        assertThat(catalog.current().defaultSource()).isEqualTo(new DataSourceName("b"));

        write("datasources: [{name: a, type: embedded}, {name: b, type: embedded}]");

        assertThat(catalog.reload()).isTrue();
        assertThat(catalog.current().defaultSource()).isNull();
        assertThat(catalog.current().find(DataSourceName.DEFAULT)).isEmpty();
        assertThat(catalog.current().namesForRules()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void oneBadEntryDisablesNoOtherAndItsNameIsKnown() throws IOException {
        write("datasources: [{name: a, type: loki, url: '${NOT_SET}'}, {name: b, type: embedded}]");

        DataSourceDefinitions now = open(Map.of()).current();

        assertThat(now.all()).extracting(source -> source.name().value()).containsExactly("b");
        assertThat(now.disabledBecause(new DataSourceName("a")).orElseThrow()).contains("NOT_SET");
        assertThat(now.names()).containsExactly("b", "a");
        assertThat(now.state()).isEqualTo(DataSourceDefinitions.State.USABLE);
    }

    @Test
    void anEntryThatWasGoodKeepsItsLastGoodVersion() throws IOException {
        write("datasources: [{name: a, type: loki, url: 'http://loki:3100'}]");
        DataSourceCatalog catalog = open(Map.of());

        write("datasources: [{name: a, type: loki, url: 'loki:3100'}, {name: default, type: embedded}]");
        catalog.reload();

        assertThat(catalog.current().all())
                .extracting(DataSourceDefinition::type)
                .containsExactlyInAnyOrder(DataSourceType.LOKI, DataSourceType.EMBEDDED);
        assertThat(catalog.current().notInForce()).containsOnlyKeys("a");
        assertThat(catalog.current().disabledBecause(new DataSourceName("a"))).isEmpty();
    }

    @Test
    void aFileThatWasNeverGoodDoesNotBringTheEmbeddedLogStore() throws IOException {
        write("datasources: [{name: a");
        DataSourceCatalog catalog = open(Map.of());
        assertThat(catalog.current().all()).isEmpty();
        assertThat(catalog.current().state()).isEqualTo(DataSourceDefinitions.State.UNUSABLE_SINCE_START);
        assertThat(catalog.current().namesForRules()).isNull();

        write("datasources: [{name: a, type: loki, url: 'http://loki:3100'}]");
        catalog.reload();

        assertThat(catalog.current().state()).isEqualTo(DataSourceDefinitions.State.USABLE);
        assertThat(catalog.current().all()).hasSize(1);
    }

    @Test
    void whatCannotBeReadAtAllChangesNothing() throws IOException {
        write("datasources: [{name: a, type: loki, url: 'http://loki:3100'}]");
        DataSourceCatalog catalog = open(Map.of());

        write("datasources: [{name: a");
        catalog.reload();

        assertThat(catalog.current().all()).hasSize(1);
        assertThat(catalog.current().defaultSource()).isEqualTo(new DataSourceName("a"));
        assertThat(catalog.current().notInForce()).containsOnlyKeys("a");
    }

    @Test
    void saysWhyTheEmbeddedLogStoreCannotBeUsed() throws IOException {
        write("datasources: [{name: here, type: embedded}]");

        DataSourceDefinitions now =
                open(Map.of("tocsin.loki-url", "http://loki:3100")).current();

        assertThat(now.notInForce().get("here")).contains("off because TOCSIN_LOKI_URL is set");
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
        return open(settings).current().all();
    }

    private DataSourceCatalog open(Map<String, String> settings) {
        java.util.Map<String, String> all = new java.util.HashMap<>(settings);
        all.putIfAbsent(
                "tocsin.datasources-file", directory.resolve("datasources.yml").toString());
        DataSourceProperties properties =
                new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("tocsin", DataSourceProperties.class);
        return new DataSourceCatalog(properties, name -> null);
    }
}
