package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas of all kinds of files: they take what the gateway takes, and know the fields that it knows. */
class SchemaSamplesTest {

    private static final Map<FileKind, String> SCHEMAS = new EnumMap<>(Map.of(
            FileKind.RULES, "rules.schema.json",
            FileKind.RULE_TESTS, "rule-tests.schema.json",
            FileKind.POLICIES, "policies.schema.json",
            FileKind.CONTACT_POINTS, "contact-points.schema.json",
            FileKind.DATA_SOURCES, "data-sources.schema.json"));
    private static final Pattern KNOWN = Pattern.compile("known are ([a-z_, ]+)");
    private static final Pattern PART = Pattern.compile("(?ms)^=== (\\S+\\.yml)$(.*?)(?=^=== |\\z)");

    private static final String DATA_SOURCES = """
            datasources:
              - {name: main, type: loki, default: true, url: 'https://loki.example.com', tenant: a, max_concurrent: 4, timeout: 20s}
              - {name: other, type: loki, url: 'http://l:3100', basic_auth: {username: u, password: '${P}'}, headers: {X-A: b}}
              - {name: metrics, type: prometheus, url: 'http://p', bearer_token: '${T}', tls: {insecure_skip_verify: true}}
              - {name: own, type: embedded}
            """;

    private record Sample(String name, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        Stream.of("rules", "rule-tests", "config")
                .flatMap(folder -> files(Path.of(folder), ".y"))
                .forEach(file -> {
                    if (!file.toString().contains("samples")) {
                        samples.add(new Sample(file.toString(), read(file)));
                    }
                });
        samples.add(new Sample("data sources", DATA_SOURCES));
        // What imports write is good: another test says so.
        Stream.of("grafana", "elastalert")
                .flatMap(program -> files(Path.of("src/test/resources/importer", program), ".golden"))
                .forEach(golden -> {
                    Matcher parts = PART.matcher(read(golden));
                    while (parts.find()) {
                        samples.add(new Sample(golden.getFileName() + " " + parts.group(1), parts.group(2)));
                    }
                });
        return samples.stream();
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String yaml) {
        return JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void takesWhatTheGatewayTakes(Sample sample) throws IOException {
        FileKind kind = FileKind.of("sample.yml", sample.text()).orElseThrow();

        JsonSchema schema = JsonSchema.named(SCHEMAS.get(kind));

        assertThat(schema.problems(json(sample.text()))).isEmpty();
    }

    @Test
    void thereAreManySamplesOfEachKind() {
        assertThat(samples()
                        .map(sample -> FileKind.of("sample.yml", sample.text()).orElseThrow()))
                .contains(
                        FileKind.RULES,
                        FileKind.RULE_TESTS,
                        FileKind.POLICIES,
                        FileKind.CONTACT_POINTS,
                        FileKind.DATA_SOURCES)
                .hasSizeGreaterThan(60);
    }

    /** Each line: the schema, where in it, and a document whose innermost mapping has a field "zzzzzz". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    policies       |                            | {route: {receiver: inbox}, zzzzzz: 1}
                    policies       | /definitions/route         | {route: {receiver: inbox, zzzzzz: 1}}
                    policies       | /definitions/inhibit_rule  | {inhibit_rules: [{zzzzzz: 1}]}
                    policies       | /definitions/named_interval| {time_intervals: [{name: a, zzzzzz: 1}]}
                    policies       | /definitions/interval      | {time_intervals: [{name: a, time_intervals: [{zzzzzz: 1}]}]}
                    contact-points |                            | {contact_points: [], zzzzzz: 1}
                    contact-points | /definitions/contact_point | {contact_points: [{name: a, type: inbox, zzzzzz: 1}]}
                    contact-points | /definitions/slack         | {contact_points: [{name: a, type: slack, settings: {zzzzzz: 1}}]}
                    contact-points | /definitions/slack_bot     | {contact_points: [{name: a, type: slack_bot, settings: {zzzzzz: 1}}]}
                    contact-points | /definitions/discord       | {contact_points: [{name: a, type: discord, settings: {zzzzzz: 1}}]}
                    contact-points | /definitions/webhook       | {contact_points: [{name: a, type: webhook, settings: {zzzzzz: 1}}]}
                    contact-points | /definitions/inbox         | {contact_points: [{name: a, type: inbox, settings: {zzzzzz: 1}}]}
                    contact-points | /definitions/contact_point/properties/mention | {contact_points: [{name: a, type: inbox, mention: {zzzzzz: 1}}]}
                    data-sources   |                            | {datasources: [], zzzzzz: 1}
                    data-sources   | /definitions/datasource    | {datasources: [{name: a, type: embedded, zzzzzz: 1}]}
                    data-sources   | /definitions/datasource/properties/tls | {datasources: [{name: a, type: loki, url: 'http://a', tls: {zzzzzz: 1}}]}
                    data-sources   | /definitions/datasource/properties/basic_auth | {datasources: [{name: a, type: loki, url: 'http://a', basic_auth: {zzzzzz: 1}}]}
                    """)
    void knowsTheFieldsThatTheGatewayKnows(String schemaName, String place, String document) throws IOException {
        JsonSchema schema = JsonSchema.named(schemaName + ".schema.json");
        JsonNode object = place == null ? schema.root() : schema.root().at(place);

        Set<String> fields = new HashSet<>(object.get("properties").propertyNames());

        assertThat(fields).isEqualTo(knownFields(document));
        assertThat(schema.problems(json(document)).toString()).contains("unknown zzzzzz");
    }

    private static Set<String> knownFields(String document) {
        Path file = Path.of("x.yml");
        SourceFile source =
                new SourceFile(file, "x.yml", FileKind.of("x.yml", document).orElseThrow(), document);
        String message = FileCheck.run(
                        List.of(source), new FileCheck.CheckSettings(name -> null, "", Path.of("templates")))
                .findings()
                .stream()
                .map(Finding::message)
                .filter(text -> text.contains("zzzzzz"))
                .findFirst()
                .orElseThrow();
        Matcher known = KNOWN.matcher(message);
        assertThat(known.find()).as(message).isTrue();
        return Set.of(known.group(1).split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    policies       | {route: {group_wait: 5 minutes}}
                    policies       | {time_intervals: [{name: a, time_intervals: [{times: [{start_time: '25:00', end_time: '26:00'}]}]}]}
                    contact-points | {contact_points: [{name: a, type: email}]}
                    contact-points | {contact_points: [{name: a, type: slack}]}
                    contact-points | {contact_points: [{name: a, type: slack, settings: {url: x, chart: true}}]}
                    contact-points | {contact_points: [{type: inbox}]}
                    contact-points | {contact_points: [{name: a, type: inbox, update: sometimes}]}
                    data-sources   | {datasources: [{name: a, type: loki}]}
                    data-sources   | {datasources: [{name: a, type: embedded, url: 'http://a'}]}
                    data-sources   | {datasources: [{name: a, type: loki, url: 'http://a', max_concurrent: 0}]}
                    """)
    void refusesWhatTheGatewayRefuses(String schemaName, String document) throws IOException {
        assertThat(JsonSchema.named(schemaName + ".schema.json").problems(json(document)))
                .isNotEmpty();

        assertThat(FileCheck.run(
                                List.of(new SourceFile(
                                        Path.of("x.yml"),
                                        "x.yml",
                                        FileKind.of("x.yml", document).orElseThrow(),
                                        document)),
                                new FileCheck.CheckSettings(name -> null, "", Path.of("templates")))
                        .findings())
                .isNotEmpty();
    }
}
