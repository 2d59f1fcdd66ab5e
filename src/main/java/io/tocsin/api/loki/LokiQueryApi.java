package io.tocsin.api.loki;

import io.tocsin.logstore.LogStore;

/** What the reading endpoints work with. */
record LokiQueryApi(LogStore store, Selectors selectors, EngineQueries queries) {}
