package io.tocsin.web;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of pages on one {@link ManagedTocsin}. Alerts go on firing from test to test, so each test has names or hosts of its
 * own.
 */
abstract class ManagedPages {

    @TempDir
    static Path home;

    static ManagedTocsin tocsin;

    @BeforeAll
    static void start() {
        tocsin = ManagedTocsin.start(home, Map.of());
    }

    @AfterEach
    void tidyUp() {
        tocsin.tidyUp();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }
}
