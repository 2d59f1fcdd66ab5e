package io.tocsin.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.start.AllSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose files without Docker: that everything they name is there, and that their parts meet. */
class ComposeFilesTest {

    private static final Map<String, List<Integer>> PORTS = Map.of(
            "tocsin", List.of(8080),
            "loki", List.of(3100),
            "loki-gate", List.of(3100),
            "alloy", List.of(12345),
            "promtail", List.of(9080),
            "grafana", List.of(3000),
            "postgres", List.of(5432),
            "prometheus", List.of(9090),
            "node-exporter", List.of(9100),
            "docker-proxy", List.of(2375));
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|tcp|jdbc:postgresql)://([a-z][a-z-]*):(\\d+)");
    private static final Pattern TARGET = Pattern.compile("\"([a-z][a-z-]*):(\\d+)\"");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|WEBHOOK_URL|HEARTBEAT_URL)");
    private static final Set<String> ONE_SHOT = Set.of("secrets", "demo-job", "docker-proxy");

    static Stream<ComposeProject> projects() {
        return Stream.of(
                        "docker-compose.yml",
                        "compose/two-servers/gateway/docker-compose.yml",
                        "compose/two-servers/agent/docker-compose.yml",
                        "compose/small-1gb/docker-compose.yml",
                        "compose/promtail/docker-compose.yml")
                .map(ComposeProject::new);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void whatIsMountedExists(ComposeProject project) {
        project.services()
                .keySet()
                .forEach(service -> assertThat(project.mounts(service)).allSatisfy(mount -> {
                    String source = mount.split(":")[0];
                    if (source.startsWith(".")) {
                        assertThat(project.directory().resolve(source)).exists();
                    } else if (!source.startsWith("/") && !source.equals("given")) {
                        assertThat(project.volumes()).contains(source);
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void imagesHaveFullVersions(ComposeProject project) {
        assertThat(project.services().values())
                .extracting(service -> "" + service.get("image"))
                .allMatch(image -> image.matches("tocsin:local|[a-z/.-]+:v?\\d+\\.\\d+(\\.\\d+)?(-alpine)?"));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void everyVariableOfTocsinIsASetting(ComposeProject project) throws IOException {
        Set<String> given = new TreeSet<>(project.example().keySet());
        if (project.services().containsKey("tocsin")) {
            given.addAll(project.environment("tocsin").keySet());
        }
        given.removeIf(name -> !name.startsWith("TOCSIN_"));

        assertThat(given).allMatch(AllSettings::hasVariable);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void theExampleHasWhatTheFileRefersTo(ComposeProject project) throws IOException {
        Map<String, String> example = project.example();

        assertThat(example.keySet()).containsAll(project.variables().keySet());
        project.variables().forEach((name, value) -> {
            if (!value.isEmpty() && !example.get(name).isEmpty()) {
                assertThat(example).as("default of %s", name).containsEntry(name, value);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("projects")
    void contactPointsReachTheContainer(ComposeProject project) throws IOException {
        if (project.services().containsKey("tocsin")) {
            assertThat(project.services().get("tocsin").get("env_file")).isEqualTo(List.of(".env"));
            assertThat(project.example()).containsKeys("SLACK_WEBHOOK_URL", "DISCORD_WEBHOOK_URL");
            assertThat(project.mounts("tocsin"))
                    .anyMatch(mount -> mount.endsWith(":/etc/tocsin/config:ro"))
                    .anyMatch(mount -> mount.endsWith(":/etc/tocsin/templates:ro"))
                    .anyMatch(mount -> mount.endsWith(":/etc/tocsin/rules:ro"));
        }
    }

    @ParameterizedTest
    @MethodSource("projects")
    void noSecretHasADefault(ComposeProject project) throws IOException {
        assertThat(project.example().entrySet())
                .filteredOn(entry -> SECRET.matcher(entry.getKey()).matches())
                .allMatch(entry -> entry.getValue().isEmpty());
        assertThat(project.variables().entrySet())
                .filteredOn(entry -> SECRET.matcher(entry.getKey()).matches())
                .allMatch(entry -> entry.getValue().isEmpty());
        project.services()
                .keySet()
                .forEach(service -> assertThat(project.environment(service).entrySet())
                        .filteredOn(entry -> SECRET.matcher(entry.getKey()).matches())
                        .allMatch(entry -> entry.getValue().matches("\\$\\{[A-Z_]+:[-?].*}")));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void servicesMeetAtTheirPorts(ComposeProject project) throws IOException {
        StringBuilder texts = new StringBuilder(Files.readString(project.file()));
        for (Path file : project.mountedFiles()) {
            texts.append('\n').append(Files.readString(file));
        }
        String text = texts.toString().replaceAll("(?m)^\\s*(#|//).*", "").replaceAll("\\$\\{[^}]*}", "");

        Stream.concat(ADDRESS.matcher(text).results(), TARGET.matcher(text).results())
                .filter(found -> !found.group(1).equals("localhost"))
                .filter(found -> !isOfAProfile(found.group(1), project))
                .forEach(found -> {
                    assertThat(project.services()).containsKey(found.group(1));
                    assertThat(PORTS.get(found.group(1))).contains(Integer.valueOf(found.group(2)));
                });
    }

    /** Grafana's second data source is there before the profile is. */
    private static boolean isOfAProfile(String service, ComposeProject project) {
        return project.services().getOrDefault(service, Map.of()).containsKey("profiles") && PORTS.containsKey(service);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void publishesNothingToEverybody(ComposeProject project) {
        project.services()
                .forEach((name, service) -> assertThat(ComposeProject.list(service.get("ports")))
                        .extracting(port -> ComposeProject.withDefaults("" + port))
                        .allSatisfy(port -> {
                            String[] parts = port.split(":");
                            assertThat(parts).hasSize(3);
                            assertThat(parts[0]).isIn("127.0.0.1", "given");
                            assertThat(PORTS.get(name)).contains(Integer.valueOf(parts[2]));
                        }));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void waitsForHealthThatIsAsked(ComposeProject project) {
        project.services().forEach((name, service) -> {
            // The image of Tocsin has its own.
            if (!ONE_SHOT.contains(name) && !name.equals("tocsin")) {
                assertThat(service).as(name).containsKey("healthcheck");
            }
            ComposeProject.map(service.get("depends_on")).forEach((other, condition) -> {
                assertThat(project.services()).containsKey(other);
                assertThat(ComposeProject.map(condition).get("condition"))
                        .isEqualTo(other.equals("secrets") ? "service_completed_successfully" : "service_healthy");
            });
        });
    }

    @ParameterizedTest
    @MethodSource("projects")
    void dockersSocketIsMountedNowhere(ComposeProject project) {
        project.services()
                .keySet()
                .forEach(service ->
                        assertThat(project.mounts(service)).noneMatch(mount -> mount.contains("docker.sock")));
    }

    @Test
    void onlyTheProxyHasDockersSocket() {
        ComposeProject project = new ComposeProject("compose/docker-logs.yml");

        assertThat(project.mounts("docker-proxy")).containsExactly("/var/run/docker.sock:/var/run/docker.sock:ro");
        assertThat(project.environment("docker-proxy")).containsEntry("POST", "0");
        assertThat(project.mounts("alloy")).noneMatch(mount -> mount.contains("docker.sock"));
        // Of two files the first one's directory counts.
        assertThat(Path.of(project.mounts("alloy").get(0).split(":")[0])).exists();
    }

    @Test
    void theSmallOneFitsIntoAGigabyte() {
        ComposeProject project = new ComposeProject("compose/small-1gb/docker-compose.yml");

        int sum = project.services().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("secrets"))
                .mapToInt(entry -> Integer.parseInt(("" + entry.getValue().get("mem_limit")).replace("m", "")))
                .sum();

        assertThat(sum).isEqualTo(912).isLessThan(1000);
        assertThat(project.services().keySet()).contains("tocsin", "loki", "prometheus");
    }

    @Test
    void lokiKeepsSevenDaysAndReallyDeletes() throws IOException {
        for (String file : List.of("compose/loki.yml", "compose/small-1gb/loki.yml")) {
            Map<String, Object> loki = ComposeProject.map(ComposeProject.yaml(Files.readString(Path.of(file))));

            assertThat(ConfigurationKeys.documented("loki")).containsAll(ConfigurationKeys.ofYaml(loki));
            assertThat(ComposeProject.map(loki.get("limits_config"))).containsEntry("retention_period", "168h");
            assertThat(ComposeProject.map(loki.get("compactor")))
                    .containsEntry("retention_enabled", true)
                    .containsEntry("delete_request_store", "filesystem");
            assertThat(ComposeProject.map(ComposeProject.list(ComposeProject.map(loki.get("schema_config"))
                                    .get("configs"))
                            .get(0)))
                    .containsEntry("store", "tsdb")
                    .containsEntry("schema", "v13");
        }
    }

    @Test
    void otherConfigurationsHaveDocumentedKeysOnly() throws IOException {
        for (String file :
                List.of("compose/files.alloy", "compose/containers.alloy", "compose/two-servers/agent/config.alloy")) {
            assertThat(ConfigurationKeys.documented("alloy"))
                    .as(file)
                    .containsAll(ConfigurationKeys.ofAlloy(Files.readString(Path.of(file))));
        }
        assertThat(ConfigurationKeys.documented("promtail")).containsAll(yamlKeys("compose/promtail/promtail.yml"));
        assertThat(ConfigurationKeys.documented("prometheus")).containsAll(yamlKeys("compose/prometheus.yml"));
    }

    private static Set<String> yamlKeys(String file) throws IOException {
        return ConfigurationKeys.ofYaml(ComposeProject.yaml(Files.readString(Path.of(file))));
    }

    @Test
    void alloyForwardsOnlyToWhatThereIs() throws IOException {
        String shared = Files.readString(Path.of("compose/files.alloy"));
        for (String text : List.of(
                shared,
                shared + Files.readString(Path.of("compose/containers.alloy")),
                Files.readString(Path.of("compose/two-servers/agent/config.alloy")))) {
            Set<String> components = found("(?m)^([a-z_.]+) \"([a-z_]+)\" \\{", text);
            Set<String> references =
                    found("((?:local|discovery|loki)\\.[a-z_.]*)\\.([a-z]+)\\.(?:targets|output|receiver)", text);

            assertThat(components).containsAll(references);
            assertThat(references).hasSizeGreaterThan(2);
        }
    }

    private static Set<String> found(String expression, String text) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .collect(Collectors.toSet());
    }

    @Test
    void grafanasDataSourceIsTheOneOfTheLinks() throws IOException {
        Map<String, Object> provisioned =
                ComposeProject.map(ComposeProject.yaml(Files.readString(Path.of("compose/grafana/datasources.yml"))));
        String uid =
                new ComposeProject("docker-compose.yml").environment("tocsin").get("TOCSIN_GRAFANA_DATASOURCE_UID");

        assertThat(ComposeProject.list(provisioned.get("datasources")))
                .anySatisfy(source -> assertThat(ComposeProject.map(source))
                        .containsEntry("type", "loki")
                        .containsEntry("uid", uid));
    }

    @Test
    void makesPasswordsThatNobodyGaveAndKeepsThem(@TempDir Path directory) throws Exception {
        runSecrets(directory, Map.of());
        String token = Files.readString(directory.resolve("tocsin/tocsin.api.token"));
        String grafana = Files.readString(directory.resolve("grafana/admin-password"));
        runSecrets(directory, Map.of("GRAFANA_ADMIN_PASSWORD", "chosen by somebody"));

        assertThat(token).hasSize(32).isNotEqualTo(grafana);
        assertThat(directory.resolve("tocsin/tocsin.api.token")).hasContent(token);
        assertThat(Files.readString(directory.resolve("prometheus/token")))
                .isEqualTo(Files.readString(directory.resolve("tocsin/tocsin.viewer.token")))
                .isNotEqualTo(token);
        assertThat(directory.resolve("grafana/admin-password")).hasContent("chosen by somebody");
        assertThat(Files.readString(directory.resolve("tocsin/tocsin.db.password")))
                .isEqualTo(Files.readString(directory.resolve("postgres/password")));
        assertThat(Files.getPosixFilePermissions(directory.resolve("grafana/admin-password")))
                .hasToString("[OWNER_READ]");
        assertThat(AllSettings.hasProperty("tocsin.api.token")).isTrue();
        assertThat(AllSettings.hasProperty("tocsin.viewer.token")).isTrue();
        assertThat(AllSettings.hasProperty("tocsin.db.password")).isTrue();
    }

    private static void runSecrets(Path directory, Map<String, String> given) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "compose/secrets.sh").redirectErrorStream(true);
        builder.environment().putAll(given);
        builder.environment().put("SECRETS", directory.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
