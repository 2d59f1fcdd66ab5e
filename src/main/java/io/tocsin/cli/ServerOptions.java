package io.tocsin.cli;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a running server is, and how to talk to it. The token is never printed. */
final class ServerOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_PLAIN = 2_000;

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

    @Option(names = "--org", paramLabel = "TENANT", description = "The tenant of a Loki (X-Scope-OrgID).")
    private @Nullable String tenant;

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

    JsonNode put(String path, Object body) {
        return send(path, "PUT", JsonMapper.shared().writeValueAsString(body));
    }

    JsonNode delete(String path) {
        return send(path, "DELETE", null);
    }

    /** Opens a web socket; what it says goes to the listener. */
    WebSocket webSocket(String path, WebSocket.Listener listener) {
        String base = base().replaceAll("/+$", "");
        WebSocket.Builder builder = client().newWebSocketBuilder().connectTimeout(TIMEOUT);
        authorization().forEach(builder::header);
        try {
            return builder.buildAsync(URI.create(base.replaceFirst("^http", "ws") + path), listener)
                    .join();
        } catch (CompletionException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    "the server " + base + " does not answer: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private Map<String, String> authorization() {
        String bearer = token == null ? settings.get("TOCSIN_API_TOKEN", "") : token;
        Map<String, String> headers = new LinkedHashMap<>();
        if (!bearer.isEmpty()) {
            headers.put("Authorization", "Bearer " + bearer);
        }
        if (tenant != null) {
            headers.put("X-Scope-OrgID", tenant);
        }
        return headers;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /**
     * Takes a file that the server makes. What did not come whole is not left behind: it would look like one that did.
     *
     * @return the answer's header of that name; empty: it has none
     */
    String download(String path, Path file, String header) {
        boolean isWhole = false;
        boolean isOurs = false;
        try (OutputStream out =
                Files.newOutputStream(Files.createFile(file, OwnerOnly.newFile(file)), StandardOpenOption.WRITE)) {
            isOurs = true;
            String value = receive(request(path).POST(HttpRequest.BodyPublishers.noBody()), out, header);
            isWhole = true;
            return value;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException("there is a file " + file + " already");
        } catch (IOException e) {
            throw new CommandFailedException("the backup was not taken: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        } finally {
            if (isOurs && !isWhole) {
                deletePart(file);
            }
        }
    }

    private String receive(HttpRequest.Builder request, OutputStream out, String header)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                refuse(response.statusCode(), read(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
            body.transferTo(out);
        }
        return response.headers().firstValue(header).orElse("");
    }

    private static void deletePart(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailedException("the backup was not taken, and " + file + " is a part of it: " + e);
        }
    }

    private String base() {
        return url == null ? settings.get("TOCSIN_URL", "http://127.0.0.1:8080") : url;
    }

    /** With the token; without a limit of time for the answer. */
    private HttpRequest.Builder request(String path) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base().replaceAll("/+$", "") + path));
            authorization().forEach(request::header);
            return request;
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("\"" + base() + "\" is not the address of a server");
        }
    }

    private JsonNode send(String path, String method, @Nullable String body) {
        String base = base();
        HttpRequest.Builder request = request(path).timeout(TIMEOUT);
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.header("Content-Type", "application/json");
        try {
            return answer(client().send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new CommandFailedException("the server " + base + " does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        }
    }

    private JsonNode answer(HttpResponse<String> response) {
        JsonNode body = read(response.body());
        if (response.statusCode() >= 400) {
            refuse(response.statusCode(), body);
        }
        return body;
    }

    private void refuse(int status, JsonNode body) {
        if (status == 401 || status == 403) {
            throw new CommandFailedException("the server " + base()
                    + " refuses: the token is missing, wrong, or its role" + " may not do this; set TOCSIN_API_TOKEN");
        }
        String detail = body.isString()
                ? body.stringValue()
                : body.path("message").asString(body.path("detail").asString(""));
        throw new CommandFailedException("the server answers " + status + (detail.isEmpty() ? "" : ": " + detail));
    }

    private static JsonNode read(String text) {
        try {
            return text.isBlank()
                    ? JsonMapper.shared().nullNode()
                    : JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            // Loki says what is wrong as plain text.
            boolean isPlain = text.length() < MAX_PLAIN && !text.startsWith("<");
            return JsonMapper.shared().valueToTree(isPlain ? text.strip() : "");
        }
    }
}
