package io.tocsin.notification.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.dispatch.DispatchFixture.FakeReceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCatalogTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("policies.yml");
    }

    @Test
    void sendsEverythingToOneContactPointWithoutAFile() {
        assertThat(receiver(catalog(""))).isEqualTo("inbox");
        assertThat(receiver(catalog("job_alarm"))).isEqualTo("job_alarm");
        assertThat(catalog("").snapshot().isFromFile()).isFalse();
    }

    @Test
    void takesAChangeOverOnceTheFileHasSettled() throws IOException {
        Files.writeString(file, "route: {receiver: a}");
        PolicyCatalog catalog = catalog("");
        Files.writeString(file, "route: {receiver: b}");

        catalog.reload();
        String atFirstSight = receiver(catalog);
        catalog.reload();

        assertThat(atFirstSight).isEqualTo("a");
        assertThat(receiver(catalog)).isEqualTo("b");
    }

    @Test
    void keepsTheLastGoodVersionWhileTheFileIsBroken() throws IOException {
        Files.writeString(file, "route: {receiver: a}");
        PolicyCatalog catalog = catalog("");
        Files.writeString(file, "route: {receiver: b, group_wait: soon}");
        catalog.reload();
        catalog.reload();
        PolicyCatalog.Snapshot broken = catalog.snapshot();
        Files.writeString(file, "route: {receiver: c}");
        catalog.reload();
        catalog.reload();

        assertThat(broken.policies().tree().root().receiver()).hasToString("a");
        assertThat(broken.problems()).hasSize(1);
        assertThat(receiver(catalog)).isEqualTo("c");
        assertThat(catalog.snapshot().problems()).isEmpty();
    }

    @Test
    void goesBackToTheDefaultWhenTheFileIsRemoved() throws IOException {
        Files.writeString(file, "route: {receiver: a}");
        PolicyCatalog catalog = catalog("fallback");
        Files.delete(file);

        catalog.reload();
        catalog.reload();

        assertThat(receiver(catalog)).isEqualTo("fallback");
    }

    private PolicyCatalog catalog(String defaultContactPoint) {
        PolicySettings settings = new PolicySettings(file.toString(), defaultContactPoint, Duration.ofSeconds(1));
        return new PolicyCatalog(
                settings, new FakeReceivers(), new SettableClock(Instant.parse("2026-03-02T10:00:00Z")));
    }

    private static String receiver(PolicyCatalog catalog) {
        return catalog.current().tree().root().receiver().value();
    }
}
