package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreTest {

    private static final Labels STREAM = Labels.of("job", "a");
    private static final long EVER = Long.MAX_VALUE;

    private final MemoryStore store = new MemoryStore(64 * 1024 * 1024, 4096);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsAnyArrivalOrderByTimeThenArrival(long seed) {
        Random random = new Random(seed);
        List<LogEntry> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long timestamp = random.nextInt(10) < 8 ? i : random.nextInt(5000);
            LogEntry entry =
                    entry(timestamp / (1 + seed % 3), "line " + i + " " + "x".repeat(random.nextInt(30)), random);
            expected.add(entry);
            append(STREAM, entry);
        }
        expected.sort(Comparator.comparingLong(LogEntry::timestampNanos));

        assertThat(read(0, EVER, Direction.FORWARD)).isEqualTo(texts(expected));
        Collections.reverse(expected);
        assertThat(read(0, EVER, Direction.BACKWARD)).isEqualTo(texts(expected));
        assertThat(read(1000, 1500, Direction.BACKWARD))
                .isEqualTo(texts(expected.stream()
                        .filter(e -> e.timestampNanos() >= 1000 && e.timestampNanos() < 1500)
                        .toList()));
    }

    @Test
    void aReaderSeesWhatWasThereWhenItBegan() {
        append(STREAM, entry(1, "a"), entry(3, "c"));
        EntryCursor cursor = stream().entries(0, EVER, Direction.FORWARD);

        append(STREAM, entry(2, "b"), entry(4, "d"));

        assertThat(texts(cursor)).containsExactly("1 a {}", "3 c {}");
        assertThat(read(0, EVER, Direction.FORWARD)).containsExactly("1 a {}", "2 b {}", "3 c {}", "4 d {}");
    }

    @Test
    void storesAnExactRepetitionOnce() {
        Labels metadata = Labels.of("trace", "1");
        append(STREAM, entry(5, "x"), entry(5, "x"), entry(5, "y"), new LogEntry(5, bytes("x"), metadata));
        append(STREAM, entry(9, "z"));
        append(STREAM, entry(5, "x"), new LogEntry(5, bytes("x"), metadata), entry(9, "z"));
        append(Labels.of("job", "b"), entry(5, "x"));

        assertThat(read(0, EVER, Direction.FORWARD)).containsExactly("5 x {}", "5 y {}", "5 x {trace=\"1\"}", "9 z {}");
    }

    @Test
    void findsRepetitionsAmongThousandsOfEntriesOfOneNanosecond() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                append(STREAM, entry(7, "line " + i));
            }
        }

        assertThat(read(0, EVER, Direction.FORWARD)).hasSize(20_000).startsWith("7 line 0 {}", "7 line 1 {}");
    }

    @Test
    void keepsMoreKindsOfMetadataThanADictionaryHolds() {
        for (int i = 0; i < 1000; i++) {
            append(STREAM, new LogEntry(i, bytes("x"), Labels.of("trace", "t" + i)));
        }

        List<String> lines = read(0, EVER, Direction.FORWARD);

        assertThat(lines).hasSize(1000).contains("999 x {trace=\"t999\"}", "0 x {trace=\"t0\"}");
    }

    @Test
    void selectsStreamsByEveryKindOfMatcher() {
        append(Labels.of("job", "a", "host", "1"), entry(1, "x"));
        append(Labels.of("job", "a", "host", "2"), entry(1, "x"));
        append(Labels.of("job", "b"), entry(100, "x"));

        assertThat(selected(LabelMatcher.equal("job", "a"))).hasSize(2);
        assertThat(selected(LabelMatcher.equal("job", "a"), LabelMatcher.equal("host", "2")))
                .hasSize(1);
        assertThat(selected(new LabelMatcher("job", MatchType.REGEX, "a|b"))).hasSize(3);
        assertThat(selected(LabelMatcher.equal("job", "a"), new LabelMatcher("host", MatchType.NOT_EQUAL, "1")))
                .hasSize(1);
        assertThat(selected(new LabelMatcher("host", MatchType.EQUAL, ""))).hasSize(1);
        assertThat(selected(new LabelMatcher("host", MatchType.NOT_REGEX, "1|2")))
                .hasSize(1);
        assertThat(selected(LabelMatcher.equal("job", "none"))).isEmpty();
        assertThat(store.select(List.of(LabelMatcher.equal("job", "b")), 0, 100))
                .isEmpty();
    }

    @Test
    void dropsTheOldestChunksAboveTheBoundAndForgetsEmptyStreams() {
        MemoryStore small = new MemoryStore(1024 * 1024, 8192);
        for (int i = 0; i < 20_000; i++) {
            Labels labels = i < 100 ? Labels.of("job", "early") : STREAM;
            small.append(new StreamEntries(labels, List.of(entry(i, "line ".repeat(20)))));
            small.retainBytes();
            assertThat(small.memoryBytes()).isLessThanOrEqualTo(1024 * 1024);
        }

        List<String> rest = texts(small.select(List.of(LabelMatcher.equal("job", "a")), 0, EVER)
                .get(0)
                .entries(0, EVER, Direction.FORWARD));
        assertThat(small.streamCount()).isEqualTo(1);
        assertThat(rest).hasSizeGreaterThan(5000).last().asString().startsWith("19999 ");
    }

    @Test
    void accountsForEveryByteThatItGivesBack() {
        for (int i = 0; i < 5000; i++) {
            append(
                    Labels.of("job", "j" + i % 10),
                    new LogEntry(i / 7, bytes("line " + i), Labels.of("n", "" + i % 300)));
        }

        store.retainSince(Long.MAX_VALUE, 0);

        assertThat(store.streamCount()).isZero();
        assertThat(store.memoryBytes()).isZero();
    }

    @Test
    void retentionByAgeTrimsChunksThatReachFarBack() {
        for (int i = 0; i < 100; i++) {
            append(STREAM, entry(i, "x"));
        }

        MemoryStream.Amount dropped = store.retainSince(50, 5);

        assertThat(dropped.entries()).isEqualTo(50);
        assertThat(read(0, EVER, Direction.FORWARD)).hasSize(50).startsWith("50 x {}");
        assertThat(store.retainSince(53, 5).entries()).isZero();
    }

    private void append(Labels labels, LogEntry... entries) {
        store.append(new StreamEntries(labels, List.of(entries)));
    }

    private List<LogStream> selected(LabelMatcher... matchers) {
        return store.select(List.of(matchers), 0, EVER);
    }

    private LogStream stream() {
        return store.select(List.of(LabelMatcher.equal("job", "a")), 0, EVER).get(0);
    }

    private List<String> read(long from, long to, Direction direction) {
        return texts(stream().entries(from, to, direction));
    }

    private static LogEntry entry(long timestamp, String line) {
        return new LogEntry(timestamp, bytes(line), Labels.empty());
    }

    private static LogEntry entry(long timestamp, String line, Random random) {
        Labels metadata = random.nextInt(3) == 0 ? Labels.of("trace", "t" + random.nextInt(400)) : Labels.empty();
        return new LogEntry(timestamp, bytes(line), metadata);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<LogEntry> entries) {
        return entries.stream()
                .map(e -> e.timestampNanos() + " " + new String(e.line(), StandardCharsets.UTF_8) + " "
                        + e.structuredMetadata())
                .toList();
    }

    private static List<String> texts(EntryCursor cursor) {
        List<String> texts = new ArrayList<>();
        while (cursor.next()) {
            String line = new String(cursor.buffer(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8);
            texts.add(cursor.timestampNanos() + " " + line + " " + cursor.structuredMetadata());
        }
        return texts;
    }
}
