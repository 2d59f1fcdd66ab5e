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

    /** What became of something that was sent, going by its status. */
    public enum Verdict {
        TAKEN,
        /** For good: sent again it would be refused again. */
        REFUSED,
        /** It may be sent again. */
        NOT_NOW
    }

    /** @param reason why it was not taken, without the address; empty when it was */
    public record Reply(Verdict verdict, String reason) {}

    /**
     * Sends something that may be sent again, as {@link #send} does.
     *
     * @param authorization the whole value of the Authorization header; empty: none
     */
    public Reply offer(HttpRequest.Builder request, String authorization) throws InterruptedException {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            int status = send(request);
            if (status / 100 == 2) {
                return new Reply(Verdict.TAKEN, "");
            }
            boolean isPassing = status == 429 || status >= 500;
            return new Reply(isPassing ? Verdict.NOT_NOW : Verdict.REFUSED, "answered " + status);
        } catch (IOException e) {
            return new Reply(Verdict.NOT_NOW, String.valueOf(e.getMessage()));
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
