package io.tocsin.ruletest;

import io.tocsin.logql.engine.LogSource;
import io.tocsin.logstore.LogsInMemory;
import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.push.PushIntake;
import io.tocsin.logstore.push.PushLimits;
import io.tocsin.logstore.push.ValidatedPush;
import io.tocsin.ruletest.RuleTestFile.InputLines;
import io.tocsin.ruletest.RuleTestFile.InputStream;
import io.tocsin.ruletest.RuleTestFile.NamedFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The lines of a test on their way into a log store. They are pushed as a client would push them, so that they get the
 * labels and the level that lines get from Loki, and are refused when Loki would refuse them.
 */
final class ArrivingLines {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_LINES = 1_000_000;
    private static final PushLimits LIMITS =
            PushLimits.lokiDefaults(false, Duration.ofDays(36_500)).with(Integer.MAX_VALUE / 8, 1L << 40);

    private final LogsInMemory logs = new LogsInMemory();
    private final SimulatedClock clock;
    private final PushIntake intake;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int arrived;

    /** A line and when it is there. */
    private record Arrival(Instant at, Instant written, int number, InputStream stream, InputLines of, String text) {}

    /**
     * All lines that are written until the end.
     *
     * @param files the lines of a file
     */
    ArrivingLines(
            List<InputStream> input, Function<NamedFile, List<String>> files, Duration end, SimulatedClock clock) {
        this.clock = clock;
        this.intake = new PushIntake(LIMITS, clock, () -> 0L, (reason, lines) -> {});
        for (InputStream stream : input) {
            stream.lines().forEach(lines -> add(stream, lines, files, end));
        }
        arrivals.sort(Comparator.comparing(Arrival::at).thenComparingInt(Arrival::number));
    }

    LogSource source() {
        return logs;
    }

    private void add(InputStream stream, InputLines lines, Function<NamedFile, List<String>> files, Duration end) {
        if (lines.file() != null) {
            List<String> texts = files.apply(lines.file());
            for (int i = 0; i < texts.size(); i++) {
                add(stream, lines, i, texts.get(i));
            }
            return;
        }
        String text = lines.line() == null ? "" : lines.line();
        Duration every = lines.every();
        long times = lines.times();
        if (times == 0 && every != null) {
            times = lines.at().compareTo(end) > 0 ? 0 : end.minus(lines.at()).dividedBy(every) + 1;
        }
        for (int i = 0; i < times; i++) {
            add(stream, lines, i, text.replace("{{n}}", Integer.toString(i + 1)));
        }
    }

    /** Lines of one moment keep their order. */
    private void add(InputStream stream, InputLines lines, int index, String text) {
        if (arrivals.size() >= MAX_LINES) {
            throw new RuleTestException("a test may have " + MAX_LINES + " lines at most");
        }
        Duration every = lines.every();
        Duration after = every == null ? Duration.ofNanos(index) : every.multipliedBy(index);
        Instant written = Instant.EPOCH.plus(lines.at()).plus(after);
        arrivals.add(new Arrival(written.plus(lines.delay()), written, arrivals.size(), stream, lines, text));
    }

    /** Lets time pass; lines that have arrived by then can be found. */
    void moveTo(Instant time) {
        clock.set(time);
        int from = arrived;
        while (arrived < arrivals.size() && !arrivals.get(arrived).at().isAfter(time)) {
            arrived++;
        }
        if (arrived > from) {
            push(arrivals.subList(from, arrived));
        }
    }

    private void push(List<Arrival> lines) {
        byte[] body = json(lines).getBytes(StandardCharsets.UTF_8);
        ValidatedPush push = accept(body);
        logs.append(push.streams());
        if (push.rejection() != null) {
            throw new RuleTestException("a line was refused, as Loki would: " + push.rejection());
        }
    }

    private ValidatedPush accept(byte[] body) {
        try {
            return intake.accept(body, "application/json", "");
        } catch (PushException e) {
            throw new RuleTestException("lines were refused, as Loki would: " + e.getMessage());
        }
    }

    private static String json(List<Arrival> lines) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("streams");
            // Lines of one stream go together, as a client sends them: its labels are read once.
            Map<Map<String, String>, List<Arrival>> streams = new LinkedHashMap<>();
            lines.forEach(line -> streams.computeIfAbsent(line.stream().labels(), labels -> new ArrayList<>())
                    .add(line));
            streams.forEach((labels, ofStream) -> write(json, labels, ofStream));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Map<String, String> labels, List<Arrival> lines) {
        json.writeStartObject();
        json.writeName("stream");
        write(json, labels);
        json.writeArrayPropertyStart("values");
        lines.forEach(line -> write(json, line));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Arrival line) {
        json.writeStartArray();
        json.writeString(Long.toString(line.written().getEpochSecond() * 1_000_000_000L
                + line.written().getNano()));
        json.writeString(line.text());
        if (!line.of().metadata().isEmpty()) {
            write(json, line.of().metadata());
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Map<String, String> values) {
        json.writeStartObject();
        values.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
