package io.tocsin.datasource.loki;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import mockwebserver3.MockResponse;
import okio.Buffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An exchange with a real Loki 3.8.0, replayed byte for byte. */
public final class Recording {

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode exchange;

    private Recording(JsonNode exchange) {
        this.exchange = exchange;
    }

    public static Recording named(String file) {
        try (InputStream in = Recording.class.getResourceAsStream("/loki-recordings/" + file + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + file);
            }
            return new Recording(JSON.readTree(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String query() {
        return exchange.path("request").path("params").path("query").asString();
    }

    public MockResponse.Builder response() {
        JsonNode response = exchange.path("response");
        MockResponse.Builder builder =
                new MockResponse.Builder().code(response.path("status").asInt());
        byte[] body = response.has("body_base64")
                ? Base64.getDecoder().decode(response.path("body_base64").asString())
                : response.path("body").asString("").getBytes(StandardCharsets.UTF_8);
        builder.body(new Buffer().write(body));
        for (JsonNode header : response.path("headers")) {
            String name = header.get(0).asString();
            if (!name.toLowerCase(Locale.ROOT).matches("content-length|transfer-encoding|date")) {
                builder.addHeader(name, header.get(1).asString());
            }
        }
        return builder;
    }
}
