package io.tocsin.delivery.worker;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SetAsideOnH2IT extends SetAsideContract {

    @TempDir
    Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(directory);
    }
}
