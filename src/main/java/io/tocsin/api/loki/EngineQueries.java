package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluates queries with the engine. */
final class EngineQueries implements LogqlQueries {

    @Override
    public QueryAnswer instant(MetricExpr expr, long timeNanos, LogSource source) {
        throw new LokiException(501, "metric queries are not evaluated yet");
    }

    @Override
    public QueryAnswer range(MetricExpr expr, LokiParameters.Bounds bounds, long stepNanos, LogSource source) {
        throw new LokiException(501, "metric queries are not evaluated yet");
    }

    @Override
    public QueryAnswer.Streams lines(LogSelectorExpr expr, LineRequest request, LogSource source) {
        List<QueryAnswer.LineStream> streams = new ArrayList<>();
        for (LogStream stream : source.select(
                expr.matchers(), request.bounds().startNanos(), request.bounds().endNanos())) {
            EntryCursor cursor = stream.entries(
                    request.bounds().startNanos(), request.bounds().endNanos(), Direction.FORWARD);
            List<QueryAnswer.Line> lines = new ArrayList<>();
            while (cursor.next()) {
                lines.add(new QueryAnswer.Line(
                        cursor.timestampNanos(),
                        new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8),
                        cursor.structuredMetadata().asMap(),
                        Map.of()));
            }
            streams.add(new QueryAnswer.LineStream(
                    stream.labels().asMap(), stream.labels().asMap(), lines));
        }
        return new QueryAnswer.Streams(streams);
    }
}
