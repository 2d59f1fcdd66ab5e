package io.tocsin.api.loki;

import io.tocsin.logql.engine.EngineResult;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * What a query cost, in the layout of Loki's {@code stats}. The numbers of parts that this store does not have are 0.
 *
 * @param lines read from the store
 * @param bytes of those lines
 * @param entries in the answer
 */
record QueryStats(long lines, long bytes, long entries, long execNanos) {

    private static final List<String> CACHES = List.of(
            "chunk",
            "index",
            "result",
            "statsResult",
            "volumeResult",
            "seriesResult",
            "labelResult",
            "instantMetricResult",
            "logResult",
            "taskResult");

    private static final List<String> CACHE_NUMBERS = List.of(
            "entriesFound",
            "entriesRequested",
            "entriesStored",
            "bytesReceived",
            "bytesSent",
            "requests",
            "downloadTime",
            "queryLengthServed");

    static final QueryStats NONE = new QueryStats(0, 0, 0, 0);

    static QueryStats of(EngineResult result, long execNanos) {
        return new QueryStats(result.statistics().entries(), result.statistics().bytes(), entriesOf(result), execNanos);
    }

    private static long entriesOf(EngineResult result) {
        if (result instanceof EngineResult.Vector vector) {
            return vector.samples().size();
        }
        if (result instanceof EngineResult.Matrix matrix) {
            return matrix.series().stream().mapToLong(s -> s.points().size()).sum();
        }
        if (result instanceof EngineResult.Streams streams) {
            return streams.streams().stream().mapToLong(s -> s.lines().size()).sum();
        }
        return 1;
    }

    void writeTo(JsonGenerator json) {
        json.writeStartObject();
        writeSummary(json);
        json.writeObjectPropertyStart("querier");
        writeStore(json, bytes, lines);
        json.writeNumberProperty("querierExecTime", seconds());
        json.writeEndObject();
        json.writeObjectPropertyStart("ingester");
        writeZeros(json, List.of("totalReached", "totalChunksMatched", "totalBatches", "totalLinesSent"));
        writeStore(json, 0, 0);
        json.writeEndObject();
        writeCaches(json);
        json.writeObjectPropertyStart("index");
        writeZeros(json, List.of("totalChunks", "postFilterChunks", "shardsDuration", "totalStreams"));
        json.writeBooleanProperty("usedBloomFilters", false);
        json.writeEndObject();
        json.writeEndObject();
    }

    private double seconds() {
        return execNanos / 1e9;
    }

    private void writeSummary(JsonGenerator json) {
        json.writeObjectPropertyStart("summary");
        double perSecond = execNanos <= 0 ? 0 : 1e9 / execNanos;
        json.writeNumberProperty("bytesProcessedPerSecond", (long) (bytes * perSecond));
        json.writeNumberProperty("linesProcessedPerSecond", (long) (lines * perSecond));
        json.writeNumberProperty("totalBytesProcessed", bytes);
        json.writeNumberProperty("totalLinesProcessed", lines);
        json.writeNumberProperty("execTime", seconds());
        writeZeros(json, List.of("queueTime", "subqueries"));
        json.writeNumberProperty("totalEntriesReturned", entries);
        writeZeros(json, List.of("splits", "shards", "totalPostFilterLines", "totalStructuredMetadataBytesProcessed"));
        json.writeEndObject();
    }

    private static void writeStore(JsonGenerator json, long bytes, long lines) {
        json.writeObjectPropertyStart("store");
        writeZeros(json, List.of("totalChunksRef", "totalChunksDownloaded", "chunksDownloadTime"));
        json.writeBooleanProperty("queryReferencedStructuredMetadata", false);
        json.writeObjectPropertyStart("chunk");
        writeZeros(json, List.of("headChunkBytes", "headChunkLines"));
        json.writeNumberProperty("decompressedBytes", bytes);
        json.writeNumberProperty("decompressedLines", lines);
        writeZeros(json, List.of("compressedBytes", "totalDuplicates", "postFilterLines"));
        json.writeEndObject();
        writeZeros(json, List.of("chunkRefsFetchTime", "congestionControlLatency", "pipelineWrapperFilteredLines"));
        json.writeEndObject();
    }

    private static void writeCaches(JsonGenerator json) {
        json.writeObjectPropertyStart("cache");
        for (String cache : CACHES) {
            json.writeObjectPropertyStart(cache);
            writeZeros(json, CACHE_NUMBERS);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeZeros(JsonGenerator json, List<String> names) {
        for (String name : names) {
            json.writeNumberProperty(name, 0);
        }
    }
}
