package io.tocsin.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.tocsin.check.FileCheck;
import io.tocsin.check.FileKind;
import io.tocsin.check.SourceFile;
import io.tocsin.gotemplate.HelmChart;
import io.tocsin.rule.lint.LintSeverity;
import io.tocsin.start.AllSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The chart without Helm and without a cluster: rendered, compared, and read by the model of Kubernetes' API, strictly. */
class HelmChartTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/chart");
    private static final Map<String, Class<?>> KINDS = Map.of(
            "StatefulSet", StatefulSet.class,
            "ConfigMap", ConfigMap.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class,
            "Ingress", Ingress.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "ServiceMonitor", ServiceMonitor.class,
            "PrometheusRule", PrometheusRule.class);

    /** The model would keep fields that it does not know beside the others: here they are refused, as by an API server that is strict. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    static Stream<Path> valueSets() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".values.yaml")).sorted().toList().stream();
        }
    }

    private static String rendered(Path values) throws IOException {
        return String.join(
                "---\n",
                HelmChart.render("tocsin", HelmChart.yaml(Files.readString(values)))
                        .values());
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void rendersWhatWasLookedAt(Path values) throws IOException {
        Path golden = Path.of(values.toString().replace(".values.yaml", ".golden.yaml"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, rendered(values));
        }

        assertThat(rendered(values)).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void kubernetesKnowsEveryField(Path values) throws Exception {
        for (Map<String, Object> manifest : manifests(values)) {
            Object read = STRICT.convertValue(manifest, KINDS.get(String.valueOf(manifest.get("kind"))));

            assertThat(((HasMetadata) read).getApiVersion()).isEqualTo(manifest.get("apiVersion"));
        }
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsSeen() {
        Map<String, Object> manifest = HelmChart.yaml(
                "{apiVersion: apps/v1, kind: StatefulSet, spec: {template: {spec: {securityContexts: {runAsUser: 1}}}}}");

        assertThatThrownBy(() -> STRICT.convertValue(manifest, StatefulSet.class))
                .hasMessageContaining("securityContexts");
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void partsMeet(Path values) throws IOException {
        List<Map<String, Object>> manifests = manifests(values);
        Map<String, Object> set = ofKind(manifests, "StatefulSet").get(0);
        Map<String, Object> spec = ComposeProject.map(set.get("spec"));
        Map<String, Object> template = ComposeProject.map(spec.get("template"));
        Map<String, Object> pod = ComposeProject.map(template.get("spec"));
        Map<String, Object> container =
                ComposeProject.map(ComposeProject.list(pod.get("containers")).get(0));

        assertThat(names(manifests, "Service")).contains(String.valueOf(spec.get("serviceName")));
        Map<String, Object> labels =
                ComposeProject.map(ComposeProject.map(template.get("metadata")).get("labels"));
        assertThat(labels)
                .containsAllEntriesOf(ComposeProject.map(
                        ComposeProject.map(spec.get("selector")).get("matchLabels")));
        for (Map<String, Object> service : ofKind(manifests, "Service")) {
            assertThat(labels)
                    .containsAllEntriesOf(ComposeProject.map(
                            ComposeProject.map(service.get("spec")).get("selector")));
        }
        Set<String> volumes = new TreeSet<>(Set.of("data"));
        for (Object volume : ComposeProject.list(pod.get("volumes"))) {
            Map<String, Object> fields = ComposeProject.map(volume);
            volumes.add("" + fields.get("name"));
            Object map = ComposeProject.map(fields.get("configMap")).get("name");
            if (map != null && ("" + map).startsWith("tocsin")) {
                assertThat(names(manifests, "ConfigMap")).contains("" + map);
            }
        }
        ComposeProject.list(container.get("volumeMounts"))
                .forEach(mount -> assertThat(volumes)
                        .contains("" + ComposeProject.map(mount).get("name")));
        ComposeProject.list(container.get("env")).stream()
                .map(variable -> "" + ComposeProject.map(variable).get("name"))
                .filter(name -> name.startsWith("TOCSIN_"))
                .forEach(name ->
                        assertThat(AllSettings.hasVariable(name)).as(name).isTrue());
    }

    /** What the values hold is what Tocsin reads. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void configMapsHoldFilesOfTocsin(Path values) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (Map<String, Object> map : ofKind(manifests(values), "ConfigMap")) {
            ComposeProject.map(map.get("data"))
                    .forEach((name, text) -> files.add(new SourceFile(
                            Path.of(name), name, FileKind.of(name, "" + text).orElseThrow(), "" + text)));
        }
        assertThat(FileCheck.run(files, new FileCheck.CheckSettings(name -> null, "", Path.of("templates")))
                        .findings())
                .filteredOn(finding -> finding.severity() == LintSeverity.ERROR)
                .filteredOn(finding -> !finding.file().endsWith(".tmpl"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void valuesFitTheirSchema(Path values) throws IOException {
        assertThat(problems(HelmChart.yaml(Files.readString(values)))).isEmpty();
    }

    @Test
    void theDefaultsFitTheSchemaAndAreAllInIt() throws IOException {
        Map<String, Object> defaults = HelmChart.yaml(Files.readString(Path.of("helm/tocsin/values.yaml")));

        assertThat(problems(defaults)).isEmpty();
        assertThat(new JsonMapper()
                        .readTree(Path.of("helm/tocsin/values.schema.json").toFile())
                        .get("properties")
                        .propertyNames())
                .containsAll(defaults.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replica: 2",
                "replicas: 0",
                "lokiUrl: loki:3100",
                "db: {url: 'jdbc:h2:mem:x'}",
                "ingress: {hosts: []}",
                "rules: []"
            })
    void theSchemaRefusesWhatIsWrong(String values) throws IOException {
        assertThat(problems(HelmChart.yaml(values))).isNotEmpty();
    }

    private static List<String> problems(Map<String, Object> values) throws IOException {
        return SchemaCheck.problems(
                new JsonMapper()
                        .readTree(Path.of("helm/tocsin/values.schema.json").toFile()),
                values);
    }

    @Test
    void refusesReplicasThatWouldNotWorkTogether() {
        assertRefused("replicas: 2", "needs a PostgreSQL");
        assertRefused("{replicas: 2, db: {url: 'jdbc:postgresql://pg/t'}}", "needs one TOCSIN_SECRET_KEY");
        assertRefused(
                "{replicas: 2, db: {url: 'jdbc:postgresql://pg/t'}, existingSecret: s, secretHasSecretKey: true}",
                "needs a Loki");
        assertRefused("secretHasSecretKey: true", "without existingSecret");
        assertRefused("ingress: {enabled: true}", "ingress.host is missing");
        assertRefused("serviceMonitor: {enabled: true}", "serviceMonitor.tokenSecret is missing");
    }

    private static void assertRefused(String values, String why) {
        assertThatThrownBy(() -> HelmChart.render("tocsin", HelmChart.yaml(values)))
                .hasStackTraceContaining(why);
    }

    @Test
    void oneVersionStandsEverywhere() throws IOException {
        Map<String, Object> chart = HelmChart.yaml(Files.readString(Path.of("helm/tocsin/Chart.yaml")));
        String version = String.valueOf(chart.get("version"));

        assertThat(chart).containsEntry("appVersion", version);
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>tocsin</artifactId>\n  <version>" + version + "</version>");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("image.version=\"" + version + "\"");
        assertThat(Files.readString(Path.of("CHANGELOG.md"))).contains("\n## " + version);
    }

    @Test
    void theAlertsAboutTocsinAreThoseOfTheRepository() {
        assertThat(Path.of("helm/tocsin/tocsin-rules.yml"))
                .hasSameTextualContentAs(Path.of("monitoring/tocsin-rules.yml"));
    }

    private static List<Map<String, Object>> manifests(Path values) throws IOException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        new Yaml(new SafeConstructor(options)).loadAll(rendered(values)).forEach(document -> {
            if (document != null) {
                manifests.add(ComposeProject.map(document));
            }
        });
        return manifests;
    }

    private static List<Map<String, Object>> ofKind(List<Map<String, Object>> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> kind.equals(manifest.get("kind")))
                .toList();
    }

    private static Set<String> names(List<Map<String, Object>> manifests, String kind) {
        Set<String> names = new TreeSet<>();
        ofKind(manifests, kind)
                .forEach(manifest -> names.add(
                        "" + ComposeProject.map(manifest.get("metadata")).get("name")));
        return names;
    }
}
