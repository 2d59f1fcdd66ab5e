package io.tocsin.external;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2ExternalAlertsIT extends ExternalAlertsContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
