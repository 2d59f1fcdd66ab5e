package io.tocsin.datasource.config;

import io.tocsin.database.FirstUse;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.embedded.EmbeddedQuerier;
import io.tocsin.datasource.embedded.QueryThreads;
import io.tocsin.datasource.embedded.WatchedSource;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.loki.LokiQuerier;
import io.tocsin.datasource.loki.LokiTails;
import io.tocsin.datasource.prometheus.PrometheusQuerier;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logstore.QueryMemory;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the adapter for a data source of any type, and owns the threads that read the embedded log store. */
@Component
class DataSourceAdapters implements DisposableBean {

    private static final int EMBEDDED_THREADS = 4;
    private static final int PEOPLES_THREADS = 2;
    private static final int EMBEDDED_WAITING = 1000;
    private static final int IDLE_SECONDS = 60;
    private static final String USER_AGENT = "Tocsin/"
            + Optional.ofNullable(DataSourceAdapters.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    private final ObjectProvider<LogSource> embeddedStore;
    private final ObjectProvider<QueryMemory> queryMemory;
    private final ObjectProvider<FirstUse> installation;
    private final Clock clock;
    private final QueryThreads embeddedThreads =
            QueryThreads.bounded(EMBEDDED_THREADS, PEOPLES_THREADS, EMBEDDED_WAITING, IDLE_SECONDS);

    DataSourceAdapters(
            ObjectProvider<LogSource> embeddedStore,
            ObjectProvider<QueryMemory> queryMemory,
            ObjectProvider<FirstUse> installation,
            Clock clock) {
        this.installation = installation;
        this.embeddedStore = embeddedStore;
        this.queryMemory = queryMemory;
        this.clock = clock;
    }

    /**
     * A data source's adapter.
     *
     * @param close ends its connections; only when no query is under way
     */
    record Adapter(Querier querier, Runnable close) {

        static Adapter over(HttpQueryClient client, Function<HttpQueryClient, Querier> querier) {
            return new Adapter(querier.apply(client), client::close);
        }
    }

    /** @throws IllegalArgumentException when it cannot be made, for example because of a certificate file */
    Adapter adapter(DataSourceDefinition definition) {
        return switch (definition.type()) {
            case LOKI -> loki(client(definition));
            case PROMETHEUS -> Adapter.over(client(definition), PrometheusQuerier::new);
            case EMBEDDED -> new Adapter(embedded(definition), () -> {});
        };
    }

    private Adapter loki(HttpQueryClient client) {
        LokiTails tails = new LokiTails(client, clock);
        return new Adapter(new LokiQuerier(client, tails::watch), () -> {
            tails.close();
            client.close();
        });
    }

    private Querier embedded(DataSourceDefinition definition) {
        LogSource store = embeddedStore.getIfAvailable();
        if (store == null) {
            throw new IllegalArgumentException("the data source \"" + definition.name()
                    + "\" is the embedded log store, which is off because TOCSIN_LOKI_URL is set");
        }
        FirstUse began = installation.getIfAvailable();
        LogSource watched = began == null ? store : new WatchedSource(store, began.get());
        return new EmbeddedQuerier(watched, clock, embeddedThreads, definition.timeout(), queryMemory.getObject());
    }

    private static HttpQueryClient client(DataSourceDefinition definition) {
        HttpSettings http = definition
                .http()
                .orElseThrow(() -> new IllegalStateException("a data source over HTTP has an address"));
        return new HttpQueryClient(http, USER_AGENT);
    }

    @Override
    public void destroy() {
        embeddedThreads.dispose();
    }
}
