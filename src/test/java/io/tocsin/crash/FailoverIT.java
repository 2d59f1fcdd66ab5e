package io.tocsin.crash;

import io.tocsin.PostgresProcess;
import io.tocsin.RunningTocsin;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole Tocsin whose PostgreSQL dies, and comes back or is followed by its standby, just when an alert begins to fire. */
class FailoverIT {

    @TempDir
    private Path home;

    private PostgresProcess primary;
    private FaultyLink address;
    private OneAlert alert;
    private RunningTocsin tocsin;

    @BeforeEach
    void start() throws IOException {
        primary = PostgresProcess.create(home);
        address = new FaultyLink(primary.port());
        alert = new OneAlert(home);
        Map<String, String> settings = new HashMap<>(alert.settings());
        settings.put("tocsin.db.url", "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres");
        settings.put("tocsin.db.user", "postgres");
        tocsin = RunningTocsin.start(home, settings);
        alert.awaitAQuestion();
    }

    @AfterEach
    void stop() throws Exception {
        tocsin.close();
        alert.close();
        address.close();
        primary.close();
    }

    @Test
    void tellsEachAlertOnceAcrossTheDeathOfTheServerAndAFailoverToTheStandby() throws Exception {
        diesAndComesBack();
        isFollowedByItsStandby();
    }

    private void diesAndComesBack() throws Exception {
        primary.kill();
        alert.setFiring(true);
        Replicas.pause(2_000);
        primary.start();

        alert.assertToldOnce();
    }

    private void isFollowedByItsStandby() throws Exception {
        try (PostgresProcess standby = primary.standby()) {
            alert.beginAnew();
            alert.setFiring(true);
            alert.awaitTold(true);
            primary.awaitFollowed(standby);
            primary.kill();
            Replicas.pause(1_000);
            standby.promote();
            address.switchTo(standby.port());

            alert.assertToldOnce();
            tocsin.close();
        }
    }
}
