package io.tocsin.dispatch;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DispatchFaultsOnH2IT extends DispatchFaultsContract {

    @TempDir
    Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }
}
