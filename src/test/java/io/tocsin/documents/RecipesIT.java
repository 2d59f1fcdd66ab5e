package io.tocsin.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.database.config.DatabaseConfiguration;
import io.tocsin.documents.MarkdownPage.Block;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.storage.DataRestore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recipes, followed from their text: each ends with its message at the chat. All of them share one start; between two of them the
 * files are taken away. With {@code -DLOKI=http://…} that Loki is asked, and gets the lines; with
 * {@code auth_enabled: true} each recipe has it for itself.
 */
class RecipesIT {

    private static final String REAL_LOKI = System.getProperty("LOKI", "");

    /** The lines of one recipe are still in a Loki that knows no tenants: the alert of the next may join a group that was told. */
    private static final Duration PATIENCE = Duration.ofSeconds(REAL_LOKI.isEmpty() ? 120 : 150);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path home;

    private static SlackStandIn slack;
    private static DiscordStandIn discord;
    private static RunningTocsin tocsin;
    private static @Nullable RealLoki loki;

    @BeforeAll
    static void start() throws IOException {
        slack = new SlackStandIn();
        discord = new DiscordStandIn();
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "tocsin.allowed-webhook-hosts",
                "127.0.0.1:" + slack.port() + ",127.0.0.1:" + discord.port(),
                "tocsin.contact-points-file",
                home.resolve("config/contact-points.yml").toString(),
                "tocsin.policies-file",
                home.resolve("config/policies.yml").toString(),
                "tocsin.datasources-file",
                home.resolve("config/datasources.yml").toString(),
                "tocsin.rules-poll-interval",
                "200ms",
                // On a busy machine lines may take longer than a message waits for them otherwise.
                "tocsin.dispatch.evidence-budget",
                "50s",
                "tocsin.dispatch.claim-duration",
                "60s",
                "tocsin.policies-reload",
                "200ms"));
        if (!REAL_LOKI.isEmpty()) {
            loki = new RealLoki(REAL_LOKI);
            settings.put("tocsin.loki-url", loki.address());
        }
        tocsin = RunningTocsin.start(home, settings);
    }

    @AfterAll
    static void end() {
        tocsin.close();
        slack.close();
        discord.close();
        if (loki != null) {
            loki.close();
        }
    }

    @Test
    void batchJobsAndSlack() throws Exception {
        follow("docs/recipes/batch-jobs-slack.md", slack);
    }

    @Test
    void promtailOnASmallServer() throws Exception {
        follow("docs/recipes/promtail-small-server.md", slack);
    }

    @Test
    void twoServersAndAlloy() throws Exception {
        follow("docs/recipes/two-servers-alloy.md", slack);
    }

    @Test
    void springAndDiscord() throws Exception {
        follow("docs/recipes/spring-discord.md", discord);
    }

    @Test
    void oneMachineWithAGigabyte() throws Exception {
        follow("docs/recipes/one-gb-compose.md", slack);
    }

    /** The Korean README alone leads from a log file to a message. */
    @Test
    void theKoreanReadme() throws Exception {
        follow("README.ko.md", slack);
    }

    /** In Korean: programs are told the same there, which a test of the documents says. */
    @Test
    @Tag("soak")
    void theKoreanOnes() throws Exception {
        for (String name :
                List.of("batch-jobs-slack", "promtail-small-server", "two-servers-alloy", "one-gb-compose")) {
            follow("docs/ko/recipes/" + name + ".md", slack);
        }
        follow("docs/ko/recipes/spring-discord.md", discord);
    }

    /** Backup while lines come in, restore, and from H2 to PostgreSQL, as docs/operations.md says. */
    @Test
    void operations() throws Exception {
        forget();
        for (int i = 0; i < 200; i++) {
            push(new Recipe.LogLine("backup", "server1", "INFO before " + i));
        }
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        String postgres = PostgresServer.newDatabase();
        Recipe recipe = new Recipe(elsewhere)
                .with("jdbc:postgresql://127.0.0.1:5432/tocsin", postgres)
                .withVariable("TOCSIN_URL", tocsin.uri("").toString())
                .withVariable("TOCSIN_API_TOKEN", RunningTocsin.API_TOKEN)
                .withVariable("TOCSIN_DB_URL", postgres)
                .withVariable("TOCSIN_DB_USER", "postgres");
        List<Block> blocks = new MarkdownPage(Path.of("docs/operations.md")).blocks("bash");

        recipe.run(blocks.get(0));
        push(new Recipe.LogLine("backup", "server1", "INFO after"));
        recipe.run(blocks.get(1));

        Path data = elsewhere.resolve("data");
        assertThat(Files.getPosixFilePermissions(elsewhere.resolve("tocsin-backup.zip")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(data.resolve("secret.key")).hasSameBinaryContentAs(home.resolve("data/secret.key"));
        if (REAL_LOKI.isEmpty()) {
            assertThat(segments(data))
                    .contains("INFO before 0", "INFO before 199")
                    .doesNotContain("INFO after");
        }
        try (Stream<Path> left = Files.list(home.resolve("data"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith(".backup"));
        }

        recipe.run(blocks.get(2));

        try (Connection connection = DriverManager.getConnection(postgres, "postgres", "");
                Statement statement = connection.createStatement()) {
            assertThat(number(statement, "select count(*) from app_user")).isEqualTo(1);
            assertThat(number(statement, "select count(*) from group_cursor"))
                    .isEqualTo(rowsInH2(data, "group_cursor"));
            assertThat(number(statement, "select count(*) from audit_entry")).isEqualTo(rowsInH2(data, "audit_entry"));
            // The next row has a number that none has.
            assertThat(number(statement, "select nextval(pg_get_serial_sequence('audit_entry', 'id'))"))
                    .isGreaterThan(number(statement, "select max(id) from audit_entry"));
        }
        assertThatThrownBy(() -> recipe.run(blocks.get(2))).hasMessageContaining("the PostgreSQL is not empty");
        assertThatThrownBy(() -> DataRestore.run(elsewhere.resolve("tocsin-backup.zip"), home.resolve("data"), "x"))
                .hasMessageContaining("is in use; stop Tocsin first");
    }

    private static String segments(Path data) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.list(data.resolve("log-store"))) {
            for (Path file : files.sorted().toList()) {
                lines.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return lines.toString();
    }

    private static long rowsInH2(Path data, String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(DatabaseConfiguration.fileUrl(data), "sa", "");
                Statement statement = connection.createStatement()) {
            return number(statement, "select count(*) from " + table);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Who keeps the lines. */
    private static String logs() {
        return loki == null ? tocsin.uri("").toString() : loki.address();
    }

    private static void follow(String page, StandIn chat) throws Exception {
        forget();
        Recipe recipe = new Recipe(home)
                .withVariable(
                        "TOCSIN_ALLOWED_WEBHOOK_HOSTS", "127.0.0.1:" + slack.port() + ",127.0.0.1:" + discord.port())
                .with("${SLACK_WEBHOOK_URL}", slack.webhookUrl())
                .with("${SLACK_WEBHOOK_URL_PAYMENTS}", slack.webhookUrl())
                .with("${DISCORD_WEBHOOK_URL}", discord.webhookUrl())
                // With a Loki, lines go there: Tocsin itself takes none then.
                .with("http://127.0.0.1:8080/loki/api/v1/push", logs() + "/loki/api/v1/push")
                .with("http://127.0.0.1:8080", tocsin.uri("").toString())
                .with("http://loki:3100", logs())
                .with("http://prometheus:9090", tocsin.uri("").toString());
        if (page.startsWith("README")) {
            // SLACK_WEBHOOK_URL alone, which was not there when the process began.
            Files.writeString(
                    home.resolve("config/contact-points.yml"),
                    "contact_points:\n  - {name: slack, type: slack, settings: {url: \"" + slack.webhookUrl()
                            + "\"}}\n");
        }
        MarkdownPage document = new MarkdownPage(Path.of(page));
        String message = "";
        for (Block block : document.blocks()) {
            if (block.attributes().containsKey("file")) {
                recipe.write(block);
            } else if (block.language().equals("bash")) {
                if (block.text().contains("/push")) {
                    awaitFiles();
                }
                recipe.run(block);
                if (block.attributes().containsKey("agent")) {
                    awaitFiles();
                }
                for (Recipe.LogLine line : recipe.newLines(host(block, document))) {
                    push(line);
                }
            } else if ("message".equals(block.attributes().get("in"))) {
                message = block.text();
                awaitMessage(page, chat, block.text().lines().toList());
            }
        }

        assertThat(message).as(page + " ends with a message").isNotBlank();
    }

    /** As the agent's configuration of the recipe labels it. */
    private static String host(Block block, MarkdownPage page) {
        return block.attributes().getOrDefault("host", page.toString().contains("promtail") ? "small1" : "server1");
    }

    private static void awaitMessage(String page, StandIn chat, List<String> parts) {
        await(page + ": " + parts)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chat.accepted())
                        // Discord's Markdown has a backslash before what would be formatting.
                        .extracting(accepted -> accepted.body().toString().replace("\\\\", ""))
                        .anySatisfy(body -> assertThat(body).contains(parts)));
        assertThat(chat.refused()).isEmpty();
    }

    /** Before a line comes everything that was written is in force: first contact point and root of the policies are one. */
    private static void awaitFiles() throws IOException {
        tocsin.bean(ContactPointCatalog.class).reload();
        String first = tocsin.bean(ContactPointCatalog.class)
                .provisioned()
                .get(0)
                .name()
                .value();
        try (Stream<Path> files = Files.list(home.resolve("rules"))) {
            long wanted = files.count();
            await().atMost(Duration.ofMinutes(4))
                    .until(() ->
                            tocsin.bean(RuleCatalog.class).snapshot().files().size() == wanted
                                    && tocsin.bean(RuleCatalog.class)
                                            .snapshot()
                                            .brokenFiles()
                                            .isEmpty()
                                    && tocsin.bean(PolicyCatalog.class)
                                            .snapshot()
                                            .isFromFile()
                                    && tocsin.bean(PolicyCatalog.class)
                                            .current()
                                            .tree()
                                            .root()
                                            .receiver()
                                            .value()
                                            .equals(first));
        }
    }

    private static void push(Recipe.LogLine line) throws IOException, InterruptedException {
        String address = logs() + "/loki/api/v1/push";
        Map<String, Object> stream = Map.of(
                "stream",
                Map.of("job", line.job(), "host", line.host()),
                "values",
                List.of(List.of(System.currentTimeMillis() + "000000", line.text())));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonMapper().writeValueAsString(Map.of("streams", List.of(stream)))))
                .build();

        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
    }

    /** Nothing of the recipe before is left but the alerts' history. */
    private static void forget() throws IOException {
        for (String directory : List.of("config", "rules", "logs", "programs")) {
            Path root = home.resolve(directory);
            if (Files.exists(root)) {
                try (Stream<Path> below = Files.walk(root)) {
                    for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
        Files.deleteIfExists(home.resolve("app.log"));
        Files.createDirectories(home.resolve("rules"));
        Files.createDirectories(home.resolve("config"));
        // A recipe that has none waits for ten seconds otherwise, and lines of the one before are in the groups too.
        Files.writeString(home.resolve("config/policies.yml"), "route: {group_wait: 1s, group_interval: 1s}\n");
        slack.forget();
        discord.forget();
        if (loki != null) {
            loki.forget();
        }
    }
}
