package io.tocsin.delivery.store;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RacingStoresOnH2IT extends RacingStoresContract {

    @TempDir
    Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }
}
