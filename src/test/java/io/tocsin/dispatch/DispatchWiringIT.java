package io.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.dispatch.store.DispatchStores;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class DispatchWiringIT {

    @TempDir
    Path home;

    @Test
    void groupsAnEventAtOnceAfterItsTransaction() throws InterruptedException {
        Map<String, String> pollsRarely = Map.of("tocsin.dispatch.poll-interval", "1h");
        try (RunningTocsin tocsin = RunningTocsin.start(home, pollsRarely)) {
            Instant now = tocsin.bean(Clock.class).instant();
            AlertEventLog events = tocsin.bean(AlertEventLog.class);

            tocsin.bean(TransactionTemplate.class)
                    .executeWithoutResult(status ->
                            events.append(List.of(TestAlerts.fired(TestAlerts.alert("ocr", "server1", now)))));

            List<NotificationGroup> groups = awaitGroup(tocsin);
            assertThat(groups).singleElement().satisfies(group -> {
                assertThat(group.key().receiver()).hasToString("inbox");
                assertThat(group.nextFlushAt()).isBetween(now.plusSeconds(10), now.plusSeconds(70));
            });
        }
    }

    private static List<NotificationGroup> awaitGroup(RunningTocsin tocsin) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        NotificationGroups stored = tocsin.bean(NotificationGroups.class);
        JdbcClient jdbc = tocsin.bean(JdbcClient.class);
        List<NotificationGroup> groups = DispatchStores.all(stored, jdbc);
        while (groups.isEmpty() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(20_000_000);
            groups = DispatchStores.all(stored, jdbc);
        }
        return groups;
    }
}
