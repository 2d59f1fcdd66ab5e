package io.tocsin;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Lines of one stream, as an agent pushes them. */
public final class StreamPush {

    private StreamPush() {}

    /**
     * The push of lines to a log store.
     *
     * @param store the address of the program, without a path
     * @param first when the first line was written; the others are each a nanosecond younger
     */
    public static HttpRequest.Builder request(
            URI store, Map<String, String> labels, Instant first, List<String> lines) {
        return HttpRequest.newBuilder(store.resolve("/loki/api/v1/push"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(labels, first, lines)));
    }

    private static String json(Map<String, String> labels, Instant first, List<String> lines) {
        long nanos = first.getEpochSecond() * 1_000_000_000L + first.getNano();
        List<List<String>> values = new ArrayList<>();
        for (String line : lines) {
            values.add(List.of(Long.toString(nanos + values.size()), line));
        }
        Map<String, Object> stream = Map.of("stream", labels, "values", values);
        return JsonMapper.shared().writeValueAsString(Map.of("streams", List.of(stream)));
    }
}
