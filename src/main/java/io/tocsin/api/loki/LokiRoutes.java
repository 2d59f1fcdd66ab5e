package io.tocsin.api.loki;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Paths and methods of Loki's API. A known path with another method is 405, an unknown path below /loki is 404. */
final class LokiRoutes {

    private static final String V1 = "/loki/api/v1";

    private final RouterFunctions.Builder routes = RouterFunctions.route();
    private final StatusHandler status;

    private LokiRoutes(StatusHandler status) {
        this.status = status;
    }

    static RouterFunction<ServerResponse> all(
            PushHandler push, LokiQueryApi api, Endpoint endpoint, StatusHandler status) {
        LokiRoutes routes = new LokiRoutes(status);
        routes.only(HttpMethod.POST, V1 + "/push", push::push);
        routes.only(HttpMethod.GET, "/ready", status::ready);
        routes.only(HttpMethod.GET, V1 + "/status/buildinfo", status::buildInfo);
        QueryEndpoints queries = new QueryEndpoints(api.store(), api.selectors(), api.queries());
        routes.addQueries(api, queries, endpoint);
        routes.addIndex(api, queries, endpoint);
        return routes.routes.route(path("/loki/**"), status::notFound).build();
    }

    private void addQueries(LokiQueryApi api, QueryEndpoints queries, Endpoint endpoint) {
        getOrPost(V1 + "/query", endpoint.answering("query", queries::instant));
        getOrPost(V1 + "/query_range", endpoint.answering("query_range", queries::range));
        FormatQueryEndpoint format = new FormatQueryEndpoint(api.selectors());
        getOrPost(V1 + "/format_query", endpoint.answering("format_query", format::format, FormatQueryEndpoint::error));
    }

    private void addIndex(LokiQueryApi api, QueryEndpoints queries, Endpoint endpoint) {
        MetadataEndpoints metadata = new MetadataEndpoints(api.store(), api.selectors());
        getOrPost(V1 + "/labels", endpoint.answering("labels", metadata::labels));
        getOrPost(V1 + "/label", endpoint.answering("labels", metadata::labels));
        getOrPost(V1 + "/label/{name}/values", endpoint.answering("label_values", metadata::labelValues));
        getOrPost(V1 + "/series", endpoint.answering("series", metadata::series));
        IndexEndpoints index = new IndexEndpoints(api.store(), api.selectors());
        getOrPost(V1 + "/index/stats", endpoint.answering("index_stats", index::stats));
        getOrPost(V1 + "/index/volume", endpoint.answering("index_volume", index::volume));
        getOrPost(V1 + "/index/volume_range", endpoint.answering("index_volume_range", index::volumeRange));
        DetectedEndpoints detected = new DetectedEndpoints(api.store(), api.selectors(), queries, api.queries());
        getOrPost(V1 + "/detected_labels", endpoint.answering("detected_labels", detected::labels));
        getOrPost(V1 + "/detected_fields", endpoint.answering("detected_fields", detected::fields));
        getOrPost(V1 + "/detected_field/{name}/values", endpoint.answering("detected_values", detected::fieldValues));
    }

    private void getOrPost(String pattern, HandlerFunction<ServerResponse> handler) {
        add(GET(pattern).or(POST(pattern)), pattern, handler);
    }

    private void only(HttpMethod method, String pattern, HandlerFunction<ServerResponse> handler) {
        add(RequestPredicates.method(method).and(path(pattern)), pattern, handler);
    }

    private void add(RequestPredicate predicate, String pattern, HandlerFunction<ServerResponse> handler) {
        routes.route(predicate, handler);
        routes.route(path(pattern), status::methodNotAllowed);
    }
}
