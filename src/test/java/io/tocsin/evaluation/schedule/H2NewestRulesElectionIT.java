package io.tocsin.evaluation.schedule;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2NewestRulesElectionIT extends NewestRulesElectionContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
