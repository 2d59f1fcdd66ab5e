package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.LokiMessages;
import io.tocsin.logstore.CorpusEntries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Repeats recorded exchanges with a real Loki that held the corpus: status, headers and bodies. */
class RecordingsIT {

    @TempDir
    static Path directory;

    private static LokiServer server;

    @BeforeAll
    static void start() {
        server = LokiServer.forCorpus(directory);
        List<JsonNode> entries = CorpusEntries.lines("streams.jsonl");
        for (int from = 0; from < entries.size(); from += 500) {
            server.post(
                    "/loki/api/v1/push",
                    "application/json",
                    CorpusEntries.pushBody(entries.subList(from, Math.min(entries.size(), from + 500))));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "001-query-vector",
                "002-query-vector-per-series",
                "003-query-scalar",
                "004-query-vector-function",
                "005-query-nan-inf",
                "006-query-empty-vector",
                "007-query-fractional-time",
                "008-query-range-matrix",
                "009-query-range-scalar",
                "010-query-range-empty-matrix",
                "011-query-range-streams",
                "012-query-range-streams-backward",
                "013-query-range-streams-categorized",
                "014-query-range-streams-parsed",
                "015-query-range-empty-streams",
                "016-query-range-unicode",
                "017-query-range-interval",
                "040-post-form-query",
                "041-post-form-query-range",
                "043-gzip-small",
                "044-gzip-large",
                "045-org-id-header-ignored",
                "048-labels",
                "049-labels-none",
                "050-labels-deprecated-label",
                "051-label-values",
                "052-label-values-none",
                "053-series",
                "054-series-post",
                "055-series-none",
                "064-detected-labels"
            })
    void answersWithTheSameJson(String name) {
        JsonNode recording = recording(name);
        HttpResponse<byte[]> actual = repeat(recording);

        JsonNode expected = recording.get("response");
        assertThat(actual.statusCode()).isEqualTo(expected.get("status").asInt());
        assertThat(actual.headers().firstValue("Content-Type").orElse(""))
                .isEqualToIgnoringCase(header(expected, "Content-Type"));
        assertThat(actual.headers().firstValue("Content-Encoding").orElse(""))
                .isEqualTo(header(expected, "Content-Encoding"));
        assertThat(withoutStats(body(actual))).isEqualTo(withoutStats(bodyOf(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "018-error-parse",
                "019-error-parse-multiline",
                "020-error-empty-matcher",
                "021-error-log-query-instant",
                "022-error-bad-time",
                "023-error-bad-start",
                "024-error-end-before-start",
                "025-error-missing-query",
                "026-error-bad-limit",
                "027-error-limit-too-large",
                "028-error-bad-direction",
                "029-error-resolution",
                "030-error-range-too-long",
                "031-error-too-many-series",
                "032-error-pipeline",
                "033-error-many-to-many-500",
                "034-error-approx-topk-disabled-500",
                "036-not-found",
                "042-post-json-query",
                "046-ready",
                "056-series-error",
                "070-tail-without-upgrade"
            })
    void answersWithTheSameText(String name) {
        JsonNode recording = recording(name);
        HttpResponse<byte[]> actual = repeat(recording);

        JsonNode expected = recording.get("response");
        assertThat(LokiMessages.comparable(new String(actual.body(), StandardCharsets.UTF_8)))
                .isEqualTo(LokiMessages.comparable(expected.get("body").asString()));
        assertThat(actual.statusCode()).isEqualTo(expected.get("status").asInt());
        assertThat(actual.headers().firstValue("Content-Type")).hasValue(header(expected, "Content-Type"));
        assertThat(actual.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void knowsItsMethods() {
        HttpRequest delete = HttpRequest.newBuilder(server.uri("/loki/api/v1/query?query=vector(1)"))
                .DELETE()
                .build();
        HttpRequest head = HttpRequest.newBuilder(server.uri("/ready"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(server.send(delete).statusCode()).isEqualTo(405);
        assertThat(server.send(delete).body()).isEmpty();
        assertThat(server.send(head).statusCode()).isEqualTo(405);
        assertThat(server.get("/loki/api/v1/push").statusCode()).isEqualTo(405);
    }

    @Test
    void countsAndMeasuresExactlyWhereLokiEstimates() {
        String window = "&start=1794996000000000000&end=1795003200000000000";
        String ocr = "query=" + LokiServer.encode("{job=\"ocr\"}") + window;

        assertThat(server.get("/loki/api/v1/index/stats?" + ocr).body())
                .startsWith("{\"streams\":2,")
                .contains("\"entries\":371}");
        assertThat(server.get("/loki/api/v1/index/volume?" + ocr).body())
                .contains("\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"ocr\"},\"value\":[1795003200,");
        assertThat(server.get("/loki/api/v1/index/volume_range?step=3600&targetLabels=job&" + ocr)
                        .body())
                .contains("\"resultType\":\"matrix\"")
                .contains("[1794999599.999,")
                .contains("[1795003200,");
    }

    /** Loki prints fields and values in no order. */
    @ParameterizedTest
    @ValueSource(strings = {"062-detected-fields", "063-detected-field-values"})
    void detectsTheSameFieldsAndValues(String name) {
        JsonNode recording = recording(name);
        JsonNode actual = CorpusEntries.JSON.readTree(body(repeat(recording)));
        JsonNode expected =
                CorpusEntries.JSON.readTree(recording.at("/response/body").asString());

        String list = expected.has("fields") ? "fields" : "values";
        assertThat(actual.get(list)).containsExactlyInAnyOrderElementsOf(expected.get(list));
        assertThat(actual.get("limit")).isEqualTo(expected.get("limit"));
    }

    @Test
    void saysWhyAQueryCannotBeFormatted() {
        JsonNode recording = recording("066-format-query-error");
        HttpResponse<byte[]> actual = repeat(recording);

        JsonNode expected =
                CorpusEntries.JSON.readTree(recording.at("/response/body").asString());
        JsonNode answer = CorpusEntries.JSON.readTree(body(actual));
        assertThat(actual.statusCode())
                .isEqualTo(recording.at("/response/status").asInt());
        assertThat(answer.get("status")).isEqualTo(expected.get("status"));
        assertThat(LokiMessages.comparable(answer.get("error").asString()))
                .isEqualTo(expected.get("error").asString());
    }

    @Test
    void formatsQueriesInTheCanonicalFormOfThisProgram() {
        HttpResponse<byte[]> actual = repeat(recording("065-format-query"));

        assertThat(body(actual))
                .isEqualTo("{\"status\":\"success\",\"data\":\"sum by (host) (count_over_time({job=\\\"ocr\\\"} |="
                        + " \\\"ERROR\\\" | json | status>=500 [5m])) > 3\"}");
    }

    @Test
    void tellsThatItIsBuilt() {
        HttpResponse<String> response = server.get("/loki/api/v1/status/buildinfo");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(CorpusEntries.JSON.readTree(response.body()).has("version")).isTrue();
    }

    private static JsonNode recording(String name) {
        try (InputStream input = RecordingsIT.class.getResourceAsStream("/loki-recordings/" + name + ".json")) {
            return CorpusEntries.JSON.readTree(input.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<byte[]> repeat(JsonNode recording) {
        JsonNode request = recording.get("request");
        HttpRequest.BodyPublisher body = request.path("body").isString()
                ? HttpRequest.BodyPublishers.ofString(request.get("body").asString())
                : HttpRequest.BodyPublishers.noBody();
        String url = request.get("url").asString().replaceFirst("^https?://[^/]+", "");
        HttpRequest.Builder builder = HttpRequest.newBuilder(server.uri(url))
                .method(request.get("method").asString(), body);
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            builder.header(header.getKey(), header.getValue().asString());
        }
        return server.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(JsonNode response, String name) {
        for (JsonNode header : response.get("headers")) {
            if (header.get(0).asString().equalsIgnoreCase(name)) {
                return header.get(1).asString();
            }
        }
        return "";
    }

    private static String body(HttpResponse<byte[]> response) {
        boolean gzip =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        return gzip ? gunzip(response.body()) : new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String bodyOf(JsonNode response) {
        return response.has("body")
                ? response.get("body").asString()
                : gunzip(Base64.getDecoder().decode(response.get("body_base64").asString()));
    }

    private static String gunzip(byte[] bytes) {
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer without its statistics; the order of series is Loki's own affair there. */
    private static JsonNode withoutStats(String body) {
        JsonNode answer = CorpusEntries.JSON.readTree(body);
        if (answer.path("data") instanceof ObjectNode data) {
            assertThat(data.get("stats").path("summary").has("execTime")).isTrue();
            data.remove("stats");
        }
        if (answer.path("data").isArray() && answer.at("/data/0").isObject()) {
            List<JsonNode> series = new ArrayList<>();
            answer.get("data").forEach(series::add);
            series.sort(Comparator.comparing(
                    s -> new TreeMap<>(Map.copyOf(CorpusEntries.JSON.convertValue(s, Map.class))).toString()));
            return CorpusEntries.JSON.valueToTree(series);
        }
        return answer;
    }
}
