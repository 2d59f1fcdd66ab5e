package io.tocsin.evaluation.recording;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final GroupKey KEY = new GroupKey("f.yml", "g");
    private static final RecordingRule RULE =
            new RecordingRule(KEY, "job:errors:1m", "sum by (job) (x)", new TreeMap<>(), 3);
    private static final RuleGroup GROUP = new RuleGroup(
            KEY, Duration.ofMinutes(1), null, 0, "default", RuleGroup.GroupOptions.NONE, List.of(), List.of(RULE));
    private static final Instant SLOT = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(SLOT);

    @TempDir
    private Path directory;

    private TestDatabase database;
    private RecordedSeries recorded;
    private Recorder recorder;
    private RecordedText text;

    @BeforeEach
    void start() {
        database = TestDatabase.h2WithoutSync(directory);
        recorded = new RecordedSeries(database.client());
        recorder = new Recorder(
                RuleQueries.ofPast(querier, EvaluationHarness.PROPERTIES),
                recorded,
                new RemoteWriter(new RemoteWriteSettings("", "", 10), new SimpleMeterRegistry()));
        text = new RecordedText(new GroupsOfATest(() -> List.of(GROUP)), recorded, clock);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void keepsTheNewestAnswerForThoseWhoScrape() {
        querier.answer(sample(1, "job", "a"), sample(2, "job", "b"));
        recorder.record(GROUP, SLOT, SLOT.minusSeconds(10));
        querier.answer(sample(3, "job", "b"));
        recorder.record(GROUP, SLOT.plusSeconds(60), SLOT.plusSeconds(50));
        querier.answer(sample(9, "job", "late"));
        recorder.record(GROUP, SLOT.plusSeconds(30), SLOT.plusSeconds(20));

        assertThat(querier.questions).first().isEqualTo("sum by (job) (x) @ " + SLOT.minusSeconds(10));
        assertThat(text.print()).isEqualTo("# TYPE job:errors:1m gauge\njob:errors:1m{job=\"b\"} 3\n");
    }

    @Test
    void keepsTheAnswerBeforeAFailureForAsLongAsItIsFresh() {
        querier.answer(sample(1, "job", "a"));
        recorder.record(GROUP, SLOT, SLOT);
        querier.fail(QueryFailure.TIMEOUT);
        recorder.record(GROUP, SLOT.plusSeconds(60), SLOT.plusSeconds(60));

        assertThat(recorded.findAll()).singleElement().satisfies(rule -> {
            assertThat(rule.error()).startsWith("timeout: ");
            assertThat(rule.slot()).isEqualTo(SLOT);
        });
        assertThat(text.print()).contains("job:errors:1m{job=\"a\"} 1\n");
        clock.set(SLOT.plusSeconds(301));
        assertThat(text.print()).isEmpty();
    }

    @Test
    void saysWhyTwoSeriesCannotBeOne() {
        querier.answer(sample(1, "job", "a"), sample(2, "job", "a"));

        recorder.record(GROUP, SLOT, SLOT);

        assertThat(recorded.findAll())
                .singleElement()
                .satisfies(rule -> assertThat(rule.error()).contains("same labelset"));
        assertThat(text.print()).isEmpty();
    }
}
