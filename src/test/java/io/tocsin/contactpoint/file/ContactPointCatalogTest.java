package io.tocsin.contactpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactPointCatalogTest {

    private static final String SLACK = "https://hooks.slack.com/services/T1/B2/secretOfSlack";
    private static final String DISCORD = "https://discord.com/api/webhooks/123/secretOfDiscord";

    @TempDir
    Path templates;

    private Path file;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void nameTheFile() {
        file = templates.resolve("contact-points.yml");
    }

    @Test
    void knowsTheFallbackOfADisabledEntry() throws IOException {
        write("""
                contact_points:
                  - {name: a, type: slack, fallback: b, settings: {url: "${NOT_SET}"}}
                  - {name: b, type: inbox, fallback: a}
                """);

        ContactPointCatalog catalog = load();

        assertThat(catalog.fallbackOfDisabled(new ContactPointName("a"))).contains(new ContactPointName("b"));
        assertThat(catalog.fallbackOfDisabled(new ContactPointName("b"))).isEmpty();
    }

    @Test
    void oneBadEntryDisablesNoOther() throws IOException {
        write("""
                contact_points:
                  - {name: a, type: slack, settings: {url: "${NOT_SET}"}}
                  - {name: b, type: inbox}
                  - {type: inbox}
                """);

        ContactPointCatalog catalog = load();

        assertThat(names(catalog.provisioned())).containsExactly("b");
        assertThat(catalog.problems()).hasSize(2);
        assertThat(catalog.disabledBecause(new ContactPointName("a")).orElseThrow())
                .contains("environment variable NOT_SET is not set");
        assertThat(catalog.disabledBecause(new ContactPointName("b"))).isEmpty();
        assertThat(catalog.snapshot().wasBadAtStart()).isFalse();
    }

    @Test
    void theExampleFileWorksWithOneVariable() throws IOException {
        environment.put("SLACK_WEBHOOK_URL", SLACK);
        Files.copy(Path.of("config/contact-points.example.yml"), file);

        ContactPointCatalog catalog = load();

        assertThat(names(catalog.provisioned())).containsExactly("job_alarm");
    }

    @Test
    void anEntryThatWasGoodKeepsItsLastGoodVersionAndTheOthersChange() throws IOException {
        write("contact_points: [{name: a, type: inbox}, {name: b, type: inbox}]");
        ContactPointCatalog catalog = load();

        write("contact_points: [{name: a, type: nonsense}, {name: c, type: inbox}]");
        catalog.reload();

        assertThat(names(catalog.provisioned())).containsExactly("a", "c");
        assertThat(catalog.snapshot().isStale("a")).isTrue();
        assertThat(catalog.problems()).hasSize(1);
    }

    @Test
    void whatCannotBeReadAtAllChangesNothing() throws IOException {
        write("contact_points: [{name: a, type: inbox}]");
        ContactPointCatalog catalog = load();

        write("contact_points: [{name: a");
        catalog.reload();

        assertThat(names(catalog.provisioned())).containsExactly("a");
        assertThat(catalog.snapshot().isStale("a")).isTrue();
        assertThat(catalog.snapshot().wasBadAtStart()).isFalse();
    }

    @Test
    void aFileThatWasNeverGoodIsSaidToBeSoUntilItIs() throws IOException {
        write("contact_points: [{name: a");
        ContactPointCatalog catalog = load();
        assertThat(catalog.snapshot().wasBadAtStart()).isTrue();
        assertThat(names(catalog.all())).containsExactly("inbox");

        write("contact_points: [{name: a, type: inbox}]");
        catalog.reload();

        assertThat(catalog.snapshot().wasBadAtStart()).isFalse();
        assertThat(catalog.problems()).isEmpty();
    }

    @Test
    void aTemplateThatCannotBeReadLeavesTheBuiltInText() throws IOException {
        environment.put("SLACK_WEBHOOK_URL", SLACK);
        write(
                "contact_points: [{name: a, type: slack, settings: {url: '${SLACK_WEBHOOK_URL}', text: {file: none.mustache}}}]");

        ContactPointCatalog catalog = load();

        assertThat(catalog.provisioned())
                .singleElement()
                .satisfies(one -> assertThat(one.text()).isNull());
        assertThat(catalog.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("; the built-in text is used"));
    }

    @Test
    void webhooksOfTheEnvironmentAreContactPointsWithoutAFile() {
        environment.put("DISCORD_WEBHOOK_URL", DISCORD);
        environment.put("SLACK_WEBHOOK_URL", SLACK);

        List<ContactPoint> provisioned = load().provisioned();

        assertThat(names(provisioned)).containsExactly("slack", "discord");
        assertThat(provisioned.get(0).settings()).isInstanceOf(ContactPointSettings.Slack.class);
        assertThat(provisioned).allMatch(ContactPoint::isProvisioned);
    }

    @Test
    void aFileWithContactPointsIsAllThatCounts() throws IOException {
        environment.put("SLACK_WEBHOOK_URL", SLACK);
        write("contact_points: [{name: mine, type: inbox}]");
        ContactPointCatalog catalog = load();
        assertThat(names(catalog.provisioned())).containsExactly("mine");

        write("contact_points: []");
        catalog.reload();

        assertThat(names(catalog.provisioned())).containsExactly("slack");
    }

    @Test
    void aWebhookThatCannotBeUsedIsSaidWithoutItsSecret() {
        environment.put("SLACK_WEBHOOK_URL", "https://evil.example.com/secret");
        ContactPointFileParser parser = parser();

        EnvironmentWebhooks webhooks = EnvironmentWebhooks.of(environment::get, parser);

        assertThat(webhooks.contactPoints()).isEmpty();
        assertThat(webhooks.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("SLACK_WEBHOOK_URL: url host evil.example.com is not allowed")
                        .doesNotContain("secret"));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private ContactPointFileParser parser() {
        return new ContactPointFileParser(AllowedHosts.parse(""), templates, environment::get);
    }

    private ContactPointCatalog load() {
        ContactPointFileParser parser = parser();
        ContactPointCatalog catalog =
                new ContactPointCatalog(file, parser, EnvironmentWebhooks.of(environment::get, parser));
        catalog.reload();
        return catalog;
    }

    private static List<String> names(List<ContactPoint> contactPoints) {
        return contactPoints.stream().map(one -> one.name().value()).toList();
    }
}
