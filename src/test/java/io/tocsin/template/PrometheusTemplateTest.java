package io.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates of Prometheus' documentation and of its functions render what Prometheus' template package does. */
class PrometheusTemplateTest {

    private static final Path CASES = Path.of("src/test/resources/gotemplate/prometheus.txt");

    private static final Map<String, String> LABELS = Map.of(
            "instance", "web-1.example.com:9100",
            "job", "checkout",
            "severity", "page",
            "code", "500",
            "path", "/cart/items",
            "empty", "");

    record Case(double value, String template, String expected) {

        static Case of(String line) {
            String[] parts = line.split("¦", 3);
            double value = parts[0].endsWith("Inf")
                    ? (parts[0].startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                    : Double.parseDouble(parts[0]);
            return new Case(value, parts[1].replace("\\n", "\n"), parts[2].replace("\\n", "\n"));
        }

        String rendered() {
            Map<String, Object> model = Map.of(
                    "value",
                    value,
                    "labels",
                    LABELS,
                    "external_labels",
                    Map.of("cluster", "eu1", "region", "eu"),
                    "external_url",
                    "http://testhost:9090/path/prefix");
            return TextTemplate.compile(template).render(model, Escaper.NONE);
        }
    }

    static List<Case> cases() throws IOException {
        return Files.readAllLines(CASES).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Case::of)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersWhatPrometheusRenders(Case example) {
        int problem = example.expected().indexOf(": ");
        boolean isProblem =
                example.expected().startsWith("error: ") || example.expected().startsWith("ours: ");

        if (isProblem) {
            assertThatThrownBy(example::rendered)
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(example.expected().substring(problem + 2));
        } else {
            assertThat(example.rendered()).isEqualTo(example.expected());
        }
    }

    @Test
    void hasTwoHundredCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
    }
}
