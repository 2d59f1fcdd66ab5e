package io.tocsin.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.watch.Concern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

class UnknownSettingsTest {

    private static final Pattern VARIABLE = Pattern.compile("TOCSIN_[A-Z0-9]+(_[A-Z0-9]+)*");

    @Test
    void suggestsTheNameThatWasProbablyMeant() throws IOException {
        assertThat(unknown(Map.of("TOCSIN_LOKI_URI", "x", "TOCSIN_ZZZZZZZZ", "x", "OTHER", "x"), Map.of()))
                .extracting(Concern::subject, Concern::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "TOCSIN_LOKI_URI",
                                "there is no such setting, it changes nothing; did you mean \"TOCSIN_LOKI_URL\"?"),
                        org.assertj.core.groups.Tuple.tuple(
                                "TOCSIN_ZZZZZZZZ", "there is no such setting, it changes nothing"));
    }

    @Test
    void knowsEveryFormOfAName() throws IOException {
        assertThat(unknown(
                        Map.of(
                                "TOCSIN_EVIDENCE_REDACT_0", "x",
                                "TOCSIN_EVIDENCE_REDACTBUILTIN", "true",
                                "TOCSIN_EVIDENCE_REDACT_BUILT_IN", "true",
                                "TOCSIN_EMBEDDED_MAX_STREAMS", "1",
                                "TOCSIN_SERVICE_HOST", "10.0.0.1",
                                "TOCSIN_PORT_8080_TCP_ADDR", "10.0.0.1"),
                        Map.of(
                                "tocsin.query.offset", "1s",
                                "tocsin.query-offset", "1s",
                                "tocsin.queryOffset", "1s",
                                "tocsin.evidence.redact[0]", "x")))
                .isEmpty();
    }

    @Test
    void saysAPropertyThatIsUnknown() throws IOException {
        assertThat(unknown(Map.of(), Map.of("tocsin.rule-dir", "x")))
                .singleElement()
                .satisfies(concern -> assertThat(concern.reason()).contains("did you mean \"TOCSIN_RULES_DIR\"?"));
    }

    @Test
    void aVariableThatAFileRefersToIsNoSetting() throws IOException {
        StandardEnvironment environment = AllSettings.environment(Map.of("TOCSIN_OPS_SLACK", "x"), Map.of());

        assertThat(new UnknownSettings(environment, AllSettings.records(), "TOCSIN_OPS_SLACK"::equals).concerns())
                .isEmpty();
    }

    @Test
    void everyDocumentedSettingIsKnown() throws IOException {
        KnownSettings known = new KnownSettings(AllSettings.environment(Map.of(), Map.of()), AllSettings.records());
        Set<String> documented = new TreeSet<>();
        for (String file : List.of("README.md", "src/main/resources/application.yaml", "Dockerfile")) {
            Matcher variable = VARIABLE.matcher(Files.readString(Path.of(file)));
            while (variable.find()) {
                documented.add(variable.group());
            }
        }

        assertThat(documented).hasSizeGreaterThan(25).allMatch(known::hasVariable);
    }

    @Test
    void theApplicationReadsEveryRecordOfSettingsWhateverIsSet() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(EnableConfigurationProperties.class));
        Set<Class<?>> enabled = scan.findCandidateComponents("io.tocsin").stream()
                .map(found -> ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), getClass().getClassLoader()))
                .filter(type -> !MergedAnnotations.from(type).isPresent(Conditional.class))
                .flatMap(type -> Stream.of(
                        type.getAnnotation(EnableConfigurationProperties.class).value()))
                .collect(Collectors.toSet());

        assertThat(AllSettings.records())
                .hasSizeGreaterThan(10)
                .filteredOn(type -> !type.getName().contains("Test"))
                .isSubsetOf(enabled);
    }

    private static List<Concern> unknown(Map<String, Object> variables, Map<String, Object> properties)
            throws IOException {
        return new UnknownSettings(AllSettings.environment(variables, properties), AllSettings.records(), name -> false)
                .concerns();
    }
}
