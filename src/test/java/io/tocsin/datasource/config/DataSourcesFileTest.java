package io.tocsin.datasource.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings.Verification;
import io.tocsin.secret.Secret;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSourcesFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("LOKI_TOKEN", "t0ken", "HOST", "loki.example");

    @TempDir
    private Path directory;

    @Test
    void readsEverySettingOfALoki() throws IOException {
        Path ca = Files.writeString(directory.resolve("ca.pem"), "x");
        String text = """
                datasources:
                  - name: central
                    type: loki
                    url: https://${HOST}:3100/loki-gateway
                    tenant: team-a
                    bearer_token: ${LOKI_TOKEN}
                    headers: {X-Extra: "a$${b}"}
                    tls: {ca_file: "%s", insecure_skip_verify: true}
                    connect_timeout: 500ms
                    timeout: 1m30s
                    max_concurrent: 2
                """.formatted(ca);

        DataSourceDefinition central = parse(text).get(0);

        assertThat(central.name()).isEqualTo(new DataSourceName("central"));
        assertThat(central.type()).isEqualTo(DataSourceType.LOKI);
        assertThat(central.maxConcurrent()).isEqualTo(2);
        assertThat(central.timeout()).isEqualTo(Duration.ofSeconds(90));
        HttpSettings http = central.http().orElseThrow();
        assertThat(http.url()).isEqualTo(URI.create("https://loki.example:3100/loki-gateway"));
        assertThat(http.tenant()).isEqualTo("team-a");
        assertThat(http.bearerToken()).isEqualTo(new Secret("t0ken"));
        assertThat(http.headers()).containsExactly(Map.entry("X-Extra", new Secret("a${b}")));
        assertThat(http.tls().caFile()).isEqualTo(ca);
        assertThat(http.tls().verification()).isEqualTo(Verification.NONE);
        assertThat(http.limits().connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(http.limits().timeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void readsBasicAuthenticationAndDefaults() {
        DataSourceDefinition prometheus = parse("""
                datasources:
                  - name: metrics
                    type: prometheus
                    url: http://prometheus:9090
                    basic_auth: {username: me, password: secret}
                """).get(0);

        HttpSettings http = prometheus.http().orElseThrow();
        assertThat(http.basicAuth()).isEqualTo(new BasicAuth("me", new Secret("secret")));
        assertThat(http.tls().verification()).isEqualTo(Verification.FULL);
        assertThat(prometheus.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(prometheus.maxConcurrent()).isEqualTo(8);
    }

    @Test
    void readsTheEmbeddedLogStore() {
        DataSourceDefinition embedded = parse("datasources: [{name: here, type: embedded, timeout: 5s}]")
                .get(0);

        assertThat(embedded.type()).isEqualTo(DataSourceType.EMBEDDED);
        assertThat(embedded.http()).isEmpty();
    }

    @Test
    void hasNoDataSourcesWhenTheFileIsEmpty() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("# nothing yet\n")).isEmpty();
        assertThat(parse("datasources:\n")).isEmpty();
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPlaces() {
        DataSourcesFile.Result result = read("""
                datasources:
                  - name: a
                    type: lokki
                  - name: b
                    type: loki
                    url: ${NOWHERE}
                    timout: 3s
                  - name: b2
                    type: loki
                    url: http://user:geheim@loki:3100
                    timeout: soon
                    max_concurrent: 0
                  - type: embedded
                    url: http://x
                  - name: c
                    type: prometheus
                    url: http://x
                    basic_auth: {username: me}
                    tls: {cert_file: /nowhere/cert.pem, insecure_skip_verify: maybe}
                  - name: c
                    type: embedded
                  - name: good
                    type: embedded
                """);

        assertThat(result.problems().stream().map(FileProblem::toString))
                .containsExactly(
                        "datasources.yml:3:11: type: the value is none of loki, prometheus, embedded",
                        "datasources.yml:6:10: environment variable NOWHERE is not set",
                        "datasources.yml:7:5: unknown field \"timout\" in a data source; did you mean \"timeout\"?",
                        "datasources.yml:10:10: \"url\" must not hold user and password; use the settings for basic"
                                + " authentication",
                        "datasources.yml:11:14: timeout: must be a duration like 30s or 1m30s",
                        "datasources.yml:12:21: max_concurrent: the value is not a whole number 1 or more",
                        "datasources.yml:13:5: \"name\" is missing",
                        "datasources.yml:14:10: \"url\" has no meaning for the embedded log store",
                        "datasources.yml:18:17: \"password\" is missing",
                        "datasources.yml:19:10: a client certificate needs both \"cert_file\" and \"key_file\"",
                        "datasources.yml:19:22: the file \"/nowhere/cert.pem\" cannot be read",
                        "datasources.yml:19:63: insecure_skip_verify: the value is neither true nor false",
                        "datasources.yml:20:5: the name \"c\" is taken by another data source");
        assertThat(result.problems().toString()).doesNotContain("geheim");
        assertThat(result.definitions()).containsOnlyKeys("good");
        assertThat(result.notUsable()).containsOnlyKeys("a", "b", "b2", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            datasources: 5        | 1:14: "datasources" must be a list
            - a                   | 1:1: a data sources file must be a mapping
            datasources: [1]      | 1:15: a data source must be a mapping
            datasources: [        | not valid YAML
            sources: []           | 1:1: unknown field "sources"
            datasources: [{name: [], type: embedded}] | 1:22: "name" must be a text, not a list
            datasources: [{name: a, type: embedded, name: b}] | 1:41: "name" is given twice; the first is on line 1
            """)
    void reportsAFileOfTheWrongShape(String text, String problem) {
        assertThat(read(text).problems().stream().map(FileProblem::toString))
                .anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "1m,PT1M", "1m30s,PT1M30S", "250ms,PT0.25S", "1h,PT1H", "2m5ms,PT2M0.005S"})
    void readsDurations(String text, Duration expected) {
        assertThat(parse("datasources: [{name: a, type: embedded, timeout: " + text + "}]")
                        .get(0)
                        .timeout())
                .isEqualTo(expected);
    }

    private static List<DataSourceDefinition> parse(String text) {
        DataSourcesFile.Result result = read(text);
        assertThat(result.problems()).isEmpty();
        return List.copyOf(result.definitions().values());
    }

    private static DataSourcesFile.Result read(String text) {
        return DataSourcesFile.parse(text, "datasources.yml", ENVIRONMENT::get);
    }
}
