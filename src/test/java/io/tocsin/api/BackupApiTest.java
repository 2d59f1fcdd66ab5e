package io.tocsin.api;

import io.tocsin.storage.DataBackup;
import io.tocsin.storage.DataBackupTest;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

class BackupApiTest {

    @TempDir
    private Path dataDir;

    @Test
    void saysWith507ThatThereIsTooLittleRoom() throws Exception {
        DataBackupTest.fillBeyondTheDisk(dataDir);
        WebTestClient client = WebTestClient.bindToController(
                        new BackupApi(new DataBackup(dataDir, null, Clock.systemUTC())))
                .build();

        client.post().uri("/api/tocsin/v1/backup").exchange().expectStatus().isEqualTo(HttpStatus.INSUFFICIENT_STORAGE);
    }
}
