package io.tocsin.retention;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2RetentionIT extends RetentionContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }

    @Override
    String manyRows() {
        return "system_range(1, :rows)";
    }
}
