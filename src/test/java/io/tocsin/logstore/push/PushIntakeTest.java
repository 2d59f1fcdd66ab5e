package io.tocsin.logstore.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushIntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-20T23:30:58Z");
    private static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000L;
    private static final PushLimits LIMITS = new PushLimits(
            new PushLimits.AgeLimits(true, Duration.ofHours(1), Duration.ofMinutes(10)),
            new PushLimits.LabelLimits(5, 30, 50),
            new PushLimits.MetadataLimits(4, 4096),
            1024,
            64 * 1024,
            100_000);

    private final List<String> rejected = new ArrayList<>();
    private final AtomicLong monotonicNanos = new AtomicLong();
    private final PushIntake intake = new PushIntake(
            LIMITS,
            Clock.fixed(NOW, ZoneOffset.UTC),
            monotonicNanos::get,
            (reason, lines) -> rejected.add(reason.label() + "=" + lines));

    @Test
    void decodesJsonWithMetadata() {
        ValidatedPush push = json(
                "{\"streams\":[{\"stream\":{\"job\":\"ocr\"},\"values\":[[\"%d\",\"안녕 \\ud83d\\ude00\",{\"trace.id\":\"t1\",\"empty\":\"\"}]]}]}"
                        .formatted(NOW_NANOS));

        assertThat(push.rejection()).isNull();
        assertOnly(push, Labels.of("job", "ocr", "service_name", "ocr"), "안녕 😀");
        assertThat(onlyEntry(push).structuredMetadata())
                .isEqualTo(Labels.of("detected_level", "unknown", "trace_id", "t1"));
    }

    @Test
    void decodesSnappyProtobufAsAlloySendsIt() {
        byte[] message = PushBodies.request(PushBodies.stream(
                "{job=\"ocr\", host=\"ser\\\"ver\"}",
                PushBodies.entry(NOW.getEpochSecond(), 7, "ERROR 한글".getBytes(StandardCharsets.UTF_8), "pod", "p-1")));

        ValidatedPush push = intake.accept(PushBodies.snappy(message), "application/x-protobuf", "snappy");

        assertOnly(push, Labels.of("host", "ser\"ver", "job", "ocr", "service_name", "ocr"), "ERROR 한글");
        assertThat(onlyEntry(push).timestampNanos()).isEqualTo(NOW_NANOS + 7);
        assertThat(onlyEntry(push).structuredMetadata()).isEqualTo(Labels.of("detected_level", "error", "pod", "p-1"));
    }

    @Test
    void keepsBytesOfProtobufLinesThatAreNotUtf8() {
        byte[] line = {'a', (byte) 0xff, 'b'};
        byte[] message =
                PushBodies.request(PushBodies.stream("{job=\"x\"}", PushBodies.entry(NOW.getEpochSecond(), 0, line)));

        ValidatedPush push = intake.accept(PushBodies.snappy(message), "", "");

        assertThat(onlyEntry(push).line()).isEqualTo(line);
    }

    @Test
    void inflatesGzip() {
        byte[] body = PushBodies.gzip(PushBodies.json(oneLine("x")));

        assertOnly(
                intake.accept(body, "application/json; charset=utf-8", "gzip"),
                Labels.of("job", "rec", "service_name", "rec"),
                "x");
    }

    @Test
    void refusesGzipAndSnappyBombsBeforeTheyInflate() {
        byte[] zeros = new byte[1_000_000];

        assertRefused(
                PushBodies.gzip(zeros),
                "application/json",
                "gzip",
                413,
                "request body too large: 65537 bytes, limit: 65536 bytes");
        assertRefused(
                PushBodies.snappy(zeros),
                "application/x-protobuf",
                "",
                413,
                "request body too large: 1000000 bytes, limit: 65536 bytes");
        assertThat(rejected).containsExactly("request_body_too_large=1", "request_body_too_large=1");
    }

    @Test
    void refusesWhatIsNeitherJsonNorSnappy() {
        assertRefused("hello".getBytes(StandardCharsets.UTF_8), "text/plain", "", 400, "snappy: corrupt input");
    }

    @Test
    void refusesAPushWithoutStreams() {
        assertRefusedJson("{\"streams\":[]}", 422, "error at least one valid stream is required for ingestion");
    }

    @Test
    void acceptsStreamsWithoutValuesAndWithoutLabels() {
        assertThat(json("{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[]}]}")
                        .streams())
                .isEmpty();
        assertOnly(
                json("{\"streams\":[{\"stream\":{},\"values\":[[\"%d\",\"x\"]]}]}".formatted(NOW_NANOS)),
                Labels.of("service_name", "unknown_service"),
                "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"streams\": [",
                "[]",
                "{\"streams\":{}}",
                "{\"streams\":[{\"stream\":{\"job\":5},\"values\":[]}]}",
                "{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[[1795217458462118433,\"x\"]]}]}",
                "{\"streams\": [{\"stream\": {\"job\": \"rec\"}, \"values\": [[\"abc\", \"x\"]]}]}",
                "{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[[\"1795217458463265925\",\"x\",{\"n\":5}]]}]}"
            })
    void refusesMalformedJsonAndSaysWhere(String body) {
        assertThatThrownBy(() -> json(body))
                .isInstanceOfSatisfying(
                        PushException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageMatching("(?s)couldn't parse push request: line 1, column [0-9]+: .*");
        assertThat(rejected).containsExactly("invalid_body=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bad-name|1:5: parse error: unexpected character inside braces: '-'",
                "9a|1:2: parse error: unexpected character inside braces: '9'",
                "한글|1:2: parse error: unexpected character inside braces: '한'"
            })
    void refusesBadLabelNamesInPrometheusWords(String name, String problem) {
        assertRefusedJson(
                "{\"streams\": [{\"stream\": {\"%s\": \"x\"}, \"values\": [[\"%d\", \"x\"]]}]}"
                        .formatted(name, NOW_NANOS),
                400,
                "couldn't parse labels: " + problem);
    }

    @Test
    void refusesMetadataWithoutAUsableName() {
        assertRefusedJson(
                "{\"streams\": [{\"stream\": {\"job\": \"rec\"}, \"values\": [[\"%d\", \"x\", {\"한글키\": \"v\"}]]}]}"
                        .formatted(NOW_NANOS),
                500,
                "normalization for label name \"한글키\" resulted in invalid name \"_\"");
    }

    @Test
    void storesGoodEntriesAndRefusesOldOnes() {
        ValidatedPush push = json(
                "{\"streams\": [{\"stream\": {\"job\": \"rec\", \"host\": \"h2\"}, \"values\": [[\"%d\", \"good line\"], [\"1794996000000000000\", \"too old line\"]]}]}"
                        .formatted(NOW_NANOS));

        assertOnly(push, Labels.of("host", "h2", "job", "rec", "service_name", "rec"), "good line");
        assertThat(push.rejection())
                .isEqualTo("entry for stream '{host=\"h2\", job=\"rec\", service_name=\"rec\"}' has timestamp too old:"
                        + " 2026-11-18T10:00:00Z, oldest acceptable timestamp is: 2026-11-20T22:30:58Z");
        assertThat(rejected).containsExactly("greater_than_max_sample_age=1");
    }

    @Test
    void refusesEntriesTooFarAhead() {
        ValidatedPush push =
                json("{\"streams\": [{\"stream\": {\"job\": \"rec\"}, \"values\": [[\"%d\", \"future\"]]}]}"
                        .formatted(NOW_NANOS + 3_600_000_000_000L));

        assertThat(push.streams()).isEmpty();
        assertThat(push.rejection())
                .isEqualTo("entry for stream '{job=\"rec\", service_name=\"rec\"}' has timestamp too new:"
                        + " 2026-11-21T00:30:58Z");
    }

    @Test
    void refusesLongLinesAndGroupsEqualErrors() {
        String line = "x".repeat(2000);
        ValidatedPush push =
                json("{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[[\"%d\",\"%s\"],[\"%d\",\"%s\"]]}]}"
                        .formatted(NOW_NANOS, line, NOW_NANOS, line));

        assertThat(push.rejection())
                .isEqualTo("2 errors like: max entry size '1024' bytes exceeded for stream '{job=\"rec\","
                        + " service_name=\"rec\"}' while adding an entry with length '2000' bytes");
    }

    @Test
    void refusesTooManyAndTooLongLabels() {
        assertThat(rejectionOf("\"l0\":\"x\",\"l1\":\"x\",\"l2\":\"x\",\"l3\":\"x\",\"l4\":\"x\",\"l5\":\"x\""))
                .isEqualTo("entry for stream '{l0=\"x\", l1=\"x\", l2=\"x\", l3=\"x\", l4=\"x\", l5=\"x\","
                        + " service_name=\"unknown_service\"}' has 6 label names; limit 5");
        assertThat(rejectionOf("\"" + "n".repeat(31) + "\":\"x\""))
                .isEqualTo("stream '{" + "n".repeat(31) + "=\"x\", service_name=\"unknown_service\"}' has label name"
                        + " too long: '" + "n".repeat(31) + "'");
        assertThat(rejectionOf("\"a\":\"" + "y".repeat(51) + "\""))
                .endsWith("has label value too long: '" + "y".repeat(51) + "'");
    }

    @Test
    void refusesADuplicateLabelNameInProtobuf() {
        byte[] message = PushBodies.request(PushBodies.stream(
                "{job=\"a\", job=\"b\"}", PushBodies.entry(NOW.getEpochSecond(), 0, new byte[] {'x'})));

        ValidatedPush push = intake.accept(PushBodies.snappy(message), "application/x-protobuf", "");

        assertThat(push.rejection()).endsWith("has duplicate label name: 'job'");
    }

    @Test
    void refusesMoreThanTheRateUntilTimeHasPassed() {
        String body = oneLine("x".repeat(1000));
        for (int i = 0; i < 200; i++) {
            json(body);
        }

        assertRefusedJson(
                body,
                429,
                "ingestion rate limit exceeded for user fake (limit: 100000 bytes/sec) while attempting to ingest '1'"
                        + " lines totaling '1000' bytes, reduce log volume or contact your Loki administrator to see"
                        + " if the limit can be increased");
        monotonicNanos.addAndGet(1_000_000_000L);
        assertThat(json(body).streams()).hasSize(1);
    }

    private String rejectionOf(String labels) {
        return String.valueOf(
                json("{\"streams\":[{\"stream\":{%s},\"values\":[[\"%d\",\"x\"]]}]}".formatted(labels, NOW_NANOS))
                        .rejection());
    }

    private static String oneLine(String line) {
        return "{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[[\"%d\",\"%s\"]]}]}".formatted(NOW_NANOS, line);
    }

    private ValidatedPush json(String body) {
        return intake.accept(PushBodies.json(body), "application/json", "");
    }

    private void assertRefusedJson(String body, int status, String text) {
        assertRefused(PushBodies.json(body), "application/json", "", status, text);
    }

    private void assertRefused(byte[] body, String type, String encoding, int status, String text) {
        assertThatThrownBy(() -> intake.accept(body, type, encoding))
                .isInstanceOfSatisfying(
                        PushException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage(text);
    }

    private static LogEntry onlyEntry(ValidatedPush push) {
        return push.streams().get(0).entries().get(0);
    }

    private static void assertOnly(ValidatedPush push, Labels labels, String line) {
        assertThat(push.streams()).hasSize(1);
        StreamEntries stream = push.streams().get(0);
        assertThat(stream.labels()).isEqualTo(labels);
        assertThat(stream.entries()).hasSize(1);
        assertThat(new String(stream.entries().get(0).line(), StandardCharsets.UTF_8))
                .isEqualTo(line);
    }

    @Test
    void answersABadPushInFewWords() {
        StringBuilder labels = new StringBuilder("\"job\":\"rec\"");
        for (int i = 0; i < 4; i++) {
            labels.append(",\"label")
                    .append(i)
                    .append("\":\"")
                    .append("v".repeat(30))
                    .append('"');
        }
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            values.append(i == 0 ? "" : ",")
                    .append("[\"")
                    .append(i * 1_000_000_000L)
                    .append("\",\"\"]");
        }

        ValidatedPush push = json("{\"streams\":[{\"stream\":{%s},\"values\":[%s]}]}".formatted(labels, values));

        assertThat(push.rejection())
                .hasSizeLessThan(6_000)
                .startsWith("1 errors like: entry for stream '{job=\"rec\", label0=\"vvv")
                .endsWith("; and 890 other errors");
        assertThat(rejected).hasSize(900);
    }

    @Test
    void refusesABodyWhoseEntriesTakeMuchMoreMemoryThanItself() {
        // Two bytes for each entry, without time and line.
        byte[] message = new byte[4 + 2 * 20_000];
        message[0] = 0x0a;
        message[1] = (byte) (40_000 & 0x7f | 0x80);
        message[2] = (byte) (40_000 >> 7 & 0x7f | 0x80);
        message[3] = (byte) (40_000 >> 14);
        for (int i = 4; i < message.length; i += 2) {
            message[i] = 0x12;
        }
        ByteBuf packed = Unpooled.buffer();
        new Snappy().encode(Unpooled.wrappedBuffer(message), packed, message.length);
        byte[] body = new byte[packed.readableBytes()];
        packed.readBytes(body);

        assertRefused(
                body,
                "application/x-protobuf",
                "",
                413,
                "request body too large: its entries take more than 262144 bytes of memory; send fewer entries at once");
        assertThat(body).hasSizeLessThan(5_000);
    }
}
