package io.tocsin.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartFailureTest {

    record Sample(Duration queryOffset, String adminPassword, int port) {

        Sample {
            if (queryOffset.isNegative()) {
                throw new IllegalArgumentException("tocsin.query-offset must not be negative");
            }
        }
    }

    @Test
    void saysWhatIsWrongAndTheWayOutInOneLine() {
        CannotStartException failure =
                new CannotStartException("TOCSIN_DATA_DIR is /x,\n which is a file.", "set it to a directory");

        FailureAnalysis analysis =
                new CannotStartAnalyzer().analyze(new IllegalStateException("bean x", failure), failure);

        assertThat(OneLineReport.line(analysis))
                .isEqualTo("Tocsin cannot start: TOCSIN_DATA_DIR is /x, which is a file; set it to a directory.");
    }

    @Test
    void namesTheVariableItsValueAndWhatItMayBe() {
        assertThat(line(bind("tocsin.query-offset", "10 bananas")))
                .isEqualTo("Tocsin cannot start: TOCSIN_QUERY_OFFSET is \"10 bananas\", which is not a duration such as"
                        + " 500ms, 30s, 5m or 2h; correct it, or remove it for the default.");
        assertThat(line(bind("tocsin.query-offset", "-5s")))
                .isEqualTo("Tocsin cannot start: TOCSIN_QUERY_OFFSET must not be negative.");
    }

    @Test
    void knowsTheServiceLinksOfKubernetes() {
        assertThat(line(bind("tocsin.port", "tcp://10.0.0.1:8080")))
                .contains("TOCSIN_PORT is \"tcp://10.0.0.1:8080\"", "enableServiceLinks");
    }

    @Test
    void masksSecretsAndPasswordsInAddresses() {
        assertThat(SettingNames.shown("TOCSIN_ADMIN_PASSWORD", "geheim")).isEqualTo("***");
        assertThat(SettingNames.shown("TOCSIN_LOKI_URL", "http://ann:geheim@loki:3100"))
                .isEqualTo("http://***@loki:3100");
    }

    private static BindException bind(String name, String value) {
        Map<String, String> values = new java.util.HashMap<>(
                Map.of("tocsin.query-offset", "1s", "tocsin.admin-password", "x", "tocsin.port", "1"));
        values.put(name, value);
        try {
            new Binder(new MapConfigurationPropertySource(values)).bind("tocsin", Sample.class);
        } catch (BindException e) {
            return e;
        }
        throw new AssertionError("it was accepted");
    }

    private static String line(BindException failure) {
        return OneLineReport.line(new SettingAnalyzer().analyze(failure, failure));
    }
}
