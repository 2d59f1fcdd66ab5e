package io.tocsin.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an address of the operator's own, of whose answers nothing but the status matters. It follows no redirect.
 * Nothing is opened before the first request: a client has a thread and certificates.
 */
public final class StatusClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final Duration answerLimit;
    private @Nullable HttpClient client;

    /** @param answerLimit for the whole answer, so that a service that drips its bytes holds nothing up */
    public StatusClient(Duration answerLimit) {
        this.answerLimit = answerLimit;
    }

    /**
     * Blocks until the whole answer is there.
     *
     * @return the status
     * @throws IOException when there is no whole answer in time; its message says why and never holds the address
     */
    public int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest bounded =
                request.timeout(answerLimit).setHeader("User-Agent", "Tocsin").build();
        CompletableFuture<HttpResponse<Void>> answer =
                client().sendAsync(bounded, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + answerLimit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            // The cause's message may hold the address.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getClass().getSimpleName(), e);
        }
    }

    private synchronized HttpClient client() {
        HttpClient open = client;
        if (open == null) {
            open = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_LIMIT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            client = open;
        }
        return open;
    }
}
