package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import io.tocsin.logstore.CorpusEntries;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;

/** The Logback appender of loki4j. */
class Loki4jIT {

    @TempDir
    Path directory;

    @Test
    void logbackEventsArrive() throws JoranException {
        try (LokiServer server = LokiServer.start(directory)) {
            LoggerContext logback = configured(server);
            Logger logger = logback.getLogger("io.example.Payments");
            logger.info("payment 1 한글");
            logger.error("payment 2 failed", new IllegalStateException("no \"funds\""));
            logger.warn("payment 3");
            // Stopping sends what is queued and waits for the answers.
            logback.stop();

            JsonNode answer = CorpusEntries.JSON.readTree(server.get(
                            "/loki/api/v1/query_range?direction=forward&query=" + LokiServer.encode("{app=\"shop\"}"))
                    .body());
            List<String> lines = new ArrayList<>();
            answer.at("/data/result")
                    .forEach(stream -> stream.get("values")
                            .forEach(value -> lines.add(stream.at("/stream/detected_level")
                                            .asString() + " " + value.get(1).asString())));
            assertThat(lines).hasSize(3);
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).startsWith("info ").contains("payment 1 한글"));
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("error ")
                            .contains("payment 2 failed")
                            .contains("IllegalStateException: no \"funds\""));
            assertThat(answer.at("/data/result/0/stream/service_name").asString())
                    .isEqualTo("shop");
        }
    }

    private static LoggerContext configured(LokiServer server) throws JoranException {
        String configuration = """
                <configuration>
                  <appender name="LOKI" class="com.github.loki4j.logback.Loki4jAppender">
                    <labels>app=shop</labels>
                    <message><pattern>%%level [%%thread] %%logger: %%msg%%n%%ex</pattern></message>
                    <http><url>http://127.0.0.1:%d/loki/api/v1/push</url></http>
                    <batch><timeoutMs>100</timeoutMs></batch>
                  </appender>
                  <root level="INFO"><appender-ref ref="LOKI"/></root>
                </configuration>
                """.formatted(server.port());
        LoggerContext logback = new LoggerContext();
        logback.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logback);
        configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        return logback;
    }
}
