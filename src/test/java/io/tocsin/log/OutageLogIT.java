package io.tocsin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.PostgresServer;
import io.tocsin.TocsinProcess;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole process writes while its database is away for a while; before, it was 1,193 lines in 20 seconds. */
@Tag("soak")
class OutageLogIT {

    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final int MOST_WARNINGS = 12;
    private static final int MOST_LINES = 30;

    @TempDir
    private Path home;

    @Test
    void aDatabaseThatIsAwayIsAFewLinesWithoutStackTraces() throws Exception {
        URI database = URI.create(PostgresServer.newDatabase().substring("jdbc:".length()));
        try (FaultyLink link = new FaultyLink(database.getPort());
                TocsinProcess tocsin =
                        TocsinProcess.start(home, TocsinProcess.freePort(), environment(link, database))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log().stream().anyMatch(line -> line.contains("Started TocsinApplication")));
            int before = log().size();

            link.refuse();
            link.cutAll();
            await().atMost(AWAY.plusSeconds(10))
                    .until(() -> log().stream().anyMatch(line -> line.contains("UNREADY: database-away")));
            await().pollDelay(AWAY.minusSeconds(5)).atMost(AWAY).until(() -> true);
            link.restore();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> log().stream().anyMatch(line -> line.contains("No longer: database-away")));

            List<String> lines = log().subList(before, log().size());
            assertThat(lines).hasSizeLessThanOrEqualTo(MOST_LINES).noneMatch(line -> line.startsWith("\tat "));
            assertThat(lines.stream().filter(line -> line.contains(" WARN ") || line.contains("ERROR ")))
                    .hasSizeLessThanOrEqualTo(MOST_WARNINGS);
        }
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(home.resolve("process.log"));
    }

    private static Map<String, String> environment(FaultyLink link, URI database) {
        return Map.of(
                "TOCSIN_DB_URL", "jdbc:postgresql://127.0.0.1:" + link.port() + database.getPath(),
                "TOCSIN_DB_USER", "postgres",
                "LOGGING_LEVEL_ROOT", "INFO");
    }
}
