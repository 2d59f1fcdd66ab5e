package io.tocsin;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2EntitiesIT extends EntitiesContract {

    @TempDir
    Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
