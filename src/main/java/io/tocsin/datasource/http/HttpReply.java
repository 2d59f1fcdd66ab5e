package io.tocsin.datasource.http;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import java.nio.charset.StandardCharsets;

/** What came back over HTTP: a complete answer of any status, or the reason why there is none. */
public sealed interface HttpReply {

    /** A complete answer; the body is decompressed. */
    final class Complete implements HttpReply {

        private final int status;
        private final byte[] body;

        Complete(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** The body itself, not a copy: it may be large. */
        public byte[] body() {
            return body;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** No complete answer. */
    record Broken(QueryFailure reason, String message) implements HttpReply {

        public <T> QueryResult<T> asFailure() {
            return new QueryResult.Failure<>(reason, message);
        }
    }
}
