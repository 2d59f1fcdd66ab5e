package io.tocsin.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a running server is, and how to talk to it. The token is never printed. */
final class ServerOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server. Default: TOCSIN_URL, else http://127.0.0.1:8080.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "An API token. Default: TOCSIN_API_TOKEN, which the list of processes does not show.")
    private @Nullable String token;

    private CommandSettings settings = CommandSettings.ofProcess();

    void configure(CommandSettings given) {
        settings = given;
    }

    JsonNode get(String path) {
        return send(path, "GET", null);
    }

    JsonNode post(String path, Object body) {
        return send(path, "POST", JsonMapper.shared().writeValueAsString(body));
    }

    JsonNode delete(String path) {
        return send(path, "DELETE", null);
    }

    private JsonNode send(String path, String method, @Nullable String body) {
        String base = url == null ? settings.get("TOCSIN_URL", "http://127.0.0.1:8080") : url;
        String bearer = token == null ? settings.get("TOCSIN_API_TOKEN", "") : token;
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base.replaceAll("/+$", "") + path))
                    .timeout(TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("\"" + base + "\" is not the address of a server");
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.header("Content-Type", "application/json");
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
            return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()), base);
        } catch (IOException e) {
            throw new CommandFailedException("the server " + base + " does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        }
    }

    private static JsonNode answer(HttpResponse<String> response, String base) {
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            throw new CommandFailedException("the server " + base + " refuses: the token is missing, wrong, or its role"
                    + " may not do this; set TOCSIN_API_TOKEN");
        }
        JsonNode body = read(response.body());
        if (response.statusCode() >= 400) {
            String detail = body.isString()
                    ? body.stringValue()
                    : body.path("message").asString(body.path("detail").asString(""));
            throw new CommandFailedException(
                    "the server answers " + response.statusCode() + (detail.isEmpty() ? "" : ": " + detail));
        }
        return body;
    }

    private static JsonNode read(String text) {
        try {
            return text.isBlank()
                    ? JsonMapper.shared().nullNode()
                    : JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return JsonMapper.shared().nullNode();
        }
    }
}
