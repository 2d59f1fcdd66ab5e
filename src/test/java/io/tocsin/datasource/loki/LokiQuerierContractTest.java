package io.tocsin.datasource.loki;

import io.tocsin.datasource.InMemorySource;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QuerierContract;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.TestClients;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The adapter against a stand-in that speaks Loki's API and rounds ranges as Loki does. */
class LokiQuerierContractTest extends QuerierContract {

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Instant base() {
        return Instant.parse("2026-11-18T10:00:03Z");
    }

    @Override
    protected Querier holding(List<Entry> entries) {
        InMemorySource source = new InMemorySource();
        entries.forEach(entry -> source.add(entry.labels(), StepAlignment.nanos(entry.at()), entry.line()));
        server.setDispatcher(new LokiStandIn(source));
        return TestClients.loki(URI.create("http://127.0.0.1:" + server.getPort()));
    }
}
