package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.DeliveryState;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.Yaml;

/** The description is kept by hand; this says when an endpoint is missing in it, or is there no more. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void describesEveryEndpointAndNoOther() throws Exception {
        assertThat(described()).containsExactlyElementsOf(mapped());
    }

    @Test
    @SuppressWarnings("unchecked")
    void namesTheStatesOfADelivery() throws IOException {
        Map<String, Object> components = (Map<String, Object>) description().get("components");
        Map<String, Object> schemas = (Map<String, Object>) components.get("schemas");
        List<String> states = (List<String>) ((Map<String, Object>) schemas.get("DeliveryState")).get("enum");

        assertThat(states)
                .containsExactlyInAnyOrderElementsOf(Stream.of(DeliveryState.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private static Set<String> described() throws IOException {
        Set<String> described = new TreeSet<>();
        ((Map<String, Map<String, Object>>) description().get("paths"))
                .forEach((path, operations) -> operations.keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> described.add(method + " " + path)));
        return described;
    }

    private static Map<String, Object> description() throws IOException {
        try (InputStream text = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/static/openapi.yaml"))) {
            return new Yaml().load(text);
        }
    }

    private static Set<String> mapped() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<String> mapped = new TreeSet<>();
        for (var candidate : scanner.findCandidateComponents("io.tocsin")) {
            Class<?> controller = Class.forName(candidate.getBeanClassName());
            RequestMapping base = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
            String prefix = base == null || base.path().length == 0 ? "" : base.path()[0];
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    String path = prefix + (mapping.path().length == 0 ? "" : mapping.path()[0]);
                    Stream.of(mapping.method())
                            .filter(verb -> path.startsWith("/api/"))
                            .forEach(verb -> mapped.add(verb.name().toLowerCase(Locale.ROOT) + " " + path));
                }
            }
        }
        return mapped;
    }
}
