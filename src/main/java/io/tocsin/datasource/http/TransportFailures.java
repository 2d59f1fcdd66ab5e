package io.tocsin.datasource.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.http.HttpReply.Broken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Tells apart why a request got no complete answer. */
final class TransportFailures {

    private static final int MAX_CAUSES = 12;
    private static final int BYTES_PER_MEBIBYTE = 1024 * 1024;

    private final String place;
    private final HttpSettings.RequestLimits limits;

    TransportFailures(HttpSettings settings) {
        this.place = place(settings.url());
        this.limits = settings.limits();
    }

    Broken explain(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            Broken known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        return broken(
                QueryFailure.UNREACHABLE,
                "talking to " + place + " failed (" + error.getClass().getSimpleName() + ")");
    }

    private @Nullable Broken known(Throwable cause) {
        if (cause instanceof DataBufferLimitException) {
            return broken(QueryFailure.QUERY_TOO_LARGE, tooLarge());
        }
        if (cause instanceof ConnectTimeoutException) {
            return broken(
                    QueryFailure.UNREACHABLE,
                    "no connection to " + place + " within " + seconds(limits.connectTimeout())
                            + "; is the address right, and does a firewall let us through?");
        }
        if (cause instanceof TimeoutException || cause instanceof ReadTimeoutException) {
            return broken(
                    QueryFailure.TIMEOUT,
                    "no complete answer from " + place + " within " + seconds(limits.timeout())
                            + "; narrow the query or raise the data source's timeout");
        }
        if (cause instanceof DecompressionException) {
            return broken(QueryFailure.INVALID_ANSWER, "the answer of " + place + " could not be decompressed");
        }
        if (cause instanceof TooLongFrameException || cause instanceof IllegalArgumentException) {
            return broken(
                    QueryFailure.INVALID_ANSWER,
                    "the answer of " + place + " is not HTTP that can be read; is the port right?");
        }
        if (cause instanceof WebSocketClientHandshakeException refused) {
            HttpResponse answer = refused.response();
            return broken(
                    QueryFailure.UNREACHABLE,
                    place + " opens no WebSocket" + (answer == null ? "" : " (" + answer.status() + ")"));
        }
        return connection(cause);
    }

    private @Nullable Broken connection(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return broken(QueryFailure.UNREACHABLE, "the host name of " + place + " is not known to DNS");
        }
        if (cause instanceof SSLException) {
            return broken(
                    QueryFailure.UNREACHABLE,
                    "no secure connection to " + place + ": " + cause.getMessage()
                            + (cause.getMessage() != null && cause.getMessage().contains("timed out")
                                    ? "; does that port speak https?"
                                    : "; a private certificate authority needs tls.ca_file"));
        }
        if (cause instanceof ConnectException) {
            return broken(QueryFailure.UNREACHABLE, place + " refuses connections; is it running?");
        }
        if (cause instanceof PoolAcquirePendingLimitException || cause instanceof PoolAcquireTimeoutException) {
            return broken(QueryFailure.BULKHEAD_FULL, "too many requests to " + place + " wait for a connection");
        }
        if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
            return broken(QueryFailure.UNREACHABLE, place + " closed the connection before the answer was complete");
        }
        return null;
    }

    private String tooLarge() {
        int maxAnswerBytes = limits.maxAnswerBytes();
        String limit = maxAnswerBytes % BYTES_PER_MEBIBYTE == 0
                ? maxAnswerBytes / BYTES_PER_MEBIBYTE + " MiB"
                : maxAnswerBytes + " bytes";
        return "the answer of " + place + " is larger than " + limit
                + " and was not read to the end; aggregate more, or shorten the period";
    }

    private static Broken broken(QueryFailure reason, String message) {
        return new Broken(reason, message);
    }

    /** Scheme, host and port only: paths and queries of gateways may hold tokens. */
    private static String place(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
