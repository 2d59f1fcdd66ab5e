package io.tocsin.evaluation;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2OnPushIT extends OnPushContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2WithoutSync(directory);
    }
}
