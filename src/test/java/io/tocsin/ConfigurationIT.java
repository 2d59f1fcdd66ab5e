package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.watch.Concern;
import io.tocsin.watch.Watching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured and not in force is told, in a whole process. */
class ConfigurationIT {

    private static final String RULE = """
            groups:
              - name: g
                %s
                rules:
                  - alert: A
                    expr: vector(1)
                    contact_points: [%s]
            """;

    @TempDir
    private Path home;

    @Test
    void eachMistakeIsAConcernAndGoesAwayWithIt() throws IOException {
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/a.yml"), RULE.formatted("", "nobody"));
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: ops, type: slack, settings: {url: "${NOT_SET}"}}
                  - {name: mine, type: inbox}
                """);
        Files.writeString(home.resolve("datasources.yml"), """
                datasources:
                  - {name: Loki, type: loki, url: "${NOT_SET}"}
                """);
        try (RunningTocsin tocsin = RunningTocsin.start(home, Map.of("tocsin.default-contact-point", "minne"))) {
            Watching watching = tocsin.bean(Watching.class);
            watching.look();

            assertThat(codes(watching))
                    .contains(
                            "NOTICE contact-point-disabled ops",
                            "UNWATCHED datasource-disabled Loki",
                            "UNREADY default-contact-point-unknown minne",
                            "UNWATCHED receiver-unknown nobody");
            assertThat(reason(watching, "default-contact-point-unknown")).contains("did you mean \"mine\"?");
            assertThat(reason(watching, "datasource-disabled")).contains("NOT_SET", "1 rule asks it in vain");

            Files.writeString(home.resolve("contact-points.yml"), """
                    contact_points: [{name: minne, type: inbox}, {name: nobody, type: inbox}]
                    """);
            Files.writeString(home.resolve("datasources.yml"), "datasources: [{name: Loki, type: embedded}]");

            await().atMost(Duration.ofMinutes(4))
                    .untilAsserted(() -> assertThat(codes(watching))
                            .noneMatch(code -> code.matches(".*(disabled|unknown).*"))
                            .contains("NOTICE inbox-only "));
        }
    }

    @Test
    void nothingInForceAtTheStartStopsAnUpgrade() throws IOException {
        Files.writeString(home.resolve("contact-points.yml"), "contact_points: [{name: a");
        Files.writeString(home.resolve("datasources.yml"), "datasources: {}");
        Files.writeString(home.resolve("policies.yml"), "route: [");
        try (RunningTocsin tocsin = RunningTocsin.start(
                home, Map.of("tocsin.rules-dir", home.resolve("nowhere").toString()))) {
            Watching watching = tocsin.bean(Watching.class);
            watching.look();

            assertThat(codes(watching))
                    .contains(
                            "UNREADY contact-points-refused " + home.resolve("contact-points.yml"),
                            "UNREADY datasources-refused " + home.resolve("datasources.yml"),
                            "UNREADY policies-broken " + home.resolve("policies.yml"),
                            "UNREADY rules-directory ");
        }
    }

    private static List<String> codes(Watching watching) {
        return watching.report().concerns().stream()
                .map(concern -> concern.severity() + " " + concern.code() + " " + concern.subject())
                .toList();
    }

    private static String reason(Watching watching, String code) {
        return watching.report().concerns().stream()
                .filter(concern -> concern.code().equals(code))
                .map(Concern::reason)
                .findFirst()
                .orElseThrow();
    }
}
