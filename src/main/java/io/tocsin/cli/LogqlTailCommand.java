package io.tocsin.cli;

import io.tocsin.text.PercentEncoding;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tocsin logql tail}: prints lines as they arrive. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Print lines of a Loki, or of a Tocsin with the embedded store, as they arrive.")
final class LogqlTailCommand extends ServerCommand {

    @Parameters(paramLabel = "QUERY", description = "In quotes, as one argument.")
    private String query = "";

    @Option(names = "--limit", paramLabel = "N", description = "End after so many lines. Default: never.")
    private long limit = Long.MAX_VALUE;

    @Override
    int ask(ServerOptions answering) {
        Tail tail = new Tail();
        WebSocket socket = answering.webSocket("/loki/api/v1/tail?query=" + PercentEncoding.part(query), tail);
        try {
            tail.ended.get();
            return ExitCodes.FINE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.FINE;
        } catch (ExecutionException e) {
            throw new CommandFailedException("the server ended the tail: " + e.getCause());
        } finally {
            socket.abort();
        }
    }

    /** Puts messages together and prints their lines. */
    private final class Tail implements WebSocket.Listener {

        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final StringBuilder message = new StringBuilder();
        private long printed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            message.append(data);
            if (isLast) {
                print(JsonMapper.shared().readTree(message.toString()));
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void print(JsonNode answer) {
            for (JsonNode stream : answer.path("streams")) {
                String labels = BacktestCommand.labels(stream.path("stream"));
                for (JsonNode entry : stream.path("values")) {
                    if (printed++ < limit) {
                        out().println(LogqlQueryCommand.time(entry.path(0).asString("0")) + " {" + labels + "} "
                                + entry.path(1).asString(""));
                    }
                }
            }
            int dropped = answer.path("dropped_entries").size();
            if (dropped > 0) {
                err().println("tocsin: the server dropped " + dropped + " lines, this tail was too slow");
            }
            out().flush();
            if (printed >= limit) {
                ended.complete(null);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            if (code == WebSocket.NORMAL_CLOSURE) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(new CommandFailedException(code + " " + reason));
            }
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended.completeExceptionally(error);
        }
    }
}
