package io.tocsin.web;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of pages that share one watched installation and one browser; each test class has its own. */
class WatchedPages {

    @TempDir
    static Path home;

    static WatchedTocsin watched;

    @BeforeAll
    static void start() throws Exception {
        // Ten seconds by default.
        Files.writeString(home.resolve("policies.yml"), "route: {receiver: inbox, group_wait: 2s}\n");
        watched = WatchedTocsin.start(home);
    }

    @AfterEach
    void closePages() {
        watched.browser().closePages();
    }

    @AfterAll
    static void stop() {
        watched.close();
    }
}
