package io.tocsin.datasource;

import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.HttpSettings.RequestLimits;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.datasource.loki.LokiQuerier;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Clients of data sources that ask for no login. */
public final class TestClients {

    private TestClients() {}

    public static HttpSettings settings(URI url, RequestLimits limits) {
        return new HttpSettings(url, null, null, null, Map.of(), TlsSettings.DEFAULT, limits);
    }

    public static HttpQueryClient client(URI url) {
        return new HttpQueryClient(settings(url, RequestLimits.DEFAULT), "Tocsin/test");
    }

    /** One that watches for no lines. */
    public static LokiQuerier loki(HttpQueryClient client) {
        return new LokiQuerier(client, (queries, arrived) -> Optional.empty());
    }

    /** One that watches for no lines. */
    public static LokiQuerier loki(URI url) {
        return loki(client(url));
    }
}
