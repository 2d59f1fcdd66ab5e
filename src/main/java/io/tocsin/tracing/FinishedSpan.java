package io.tocsin.tracing;

import io.tocsin.tracing.TraceSpan.TraceKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a span.
 *
 * @param place its trace and its own id
 * @param parentId null: it is the first of its trace here
 * @param attributes texts and whole numbers
 * @param failure why it failed; null: it did not
 */
record FinishedSpan(
        TraceParent place,
        @Nullable String parentId,
        String name,
        TraceKind kind,
        SpanTimes times,
        Map<String, Object> attributes,
        @Nullable String failure) {

    record SpanTimes(Instant start, Instant end) {}
}
