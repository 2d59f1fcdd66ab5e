package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.WatchedDataSource;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the slots of a group cost the database, counted: statements by what they do, and bytes of its log or file. The counts do
 * not depend on how busy the machine is; a further statement at each slot fails here.
 */
abstract class SlotCostContract {

    private static final int RULES = 20;
    private static final int SLOTS = 30;
    private static final int ROUNDS = 6;
    private static final int WARM_UP = 4;

    /** The cursor of the group, and once in five minutes a look whether the data source is still believed to fail. */
    private static final Map<String, Integer> ONLY_CURSORS =
            Map.of("update group_cursor", SLOTS, "update data_source_health", SLOTS / 5);

    private static final RuleGroup GROUP = group("cost")
            .rules(IntStream.range(0, RULES)
                    .mapToObj(number -> rule("errors" + number)
                            .condition(above(0))
                            .label("team", "data")
                            .annotation("summary", "{{value}} errors on {{labels.host}}"))
                    .toArray(TestRules.Rule[]::new))
            .build();
    private static final Instant START = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(START);
    private TestDatabase database;
    private JdbcClient uncounted;
    private WatchedDataSource watched;
    private EvaluationHarness replica;
    private int slots;

    abstract TestDatabase open();

    /** A number of bytes that grows with what is written. */
    abstract long written(JdbcClient client);

    /** More than a slot takes that writes nothing but the cursor: about three times as many. */
    abstract long mostBytes();

    /** The same with the values and texts of forty instances. */
    abstract long mostBytesMoving();

    @BeforeEach
    void start() {
        database = open();
        uncounted = database.client();
        watched = database.watch();
        replica = new EvaluationHarness(database, querier, clock);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aSlotAtWhichNothingFiresIsOneStatement() {
        Cost cost = cost(number -> answer(0, 0));

        assertThat(cost.statements()).isEqualTo(ONLY_CURSORS);
        assertThat(cost.bytesOfASlot()).as("bytes of a slot").isLessThan(mostBytes());
    }

    @Test
    void aSlotAtWhichEverythingFiresAsBeforeIsOneStatement() {
        Cost cost = cost(number -> answer(7, 9));

        assertThat(cost.statements()).isEqualTo(ONLY_CURSORS);
        assertThat(cost.bytesOfASlot()).as("bytes of a slot").isLessThan(mostBytes());
    }

    /** Forty values and texts that show them, of which no row is written. */
    @Test
    void aSlotAtWhichEachValueMovesIsOneStatement() {
        Cost cost = cost(number -> answer(10 + number, 500 - number));

        assertThat(cost.statements()).isEqualTo(ONLY_CURSORS);
        assertThat(cost.bytesOfASlot()).as("bytes of a slot").isLessThan(mostBytesMoving());
    }

    /** The values beside the cursor may be many: who takes a group over reads them once. */
    @Test
    void whoTakesAGroupOverReadsEachThingOnce() {
        run(number -> answer(7, 9));
        run(number -> answer(8, 10));
        replica = new EvaluationHarness(database, querier, clock);
        watched.take();

        run(number -> answer(9, 11));

        assertThat(watched.take().stream().map(String::strip).filter(statement -> statement.startsWith("select")))
                .doesNotHaveDuplicates()
                .filteredOn(statement -> statement.contains("readings"))
                .hasSize(1);
    }

    /** One instance of each rule ends and one begins: their rows, what is told of them, and their history. */
    @Test
    void aSlotAtWhichStatesChangeIsOneStatementForEachKindOfRow() {
        Cost cost = cost(number -> answer(number % 2, (number + 1) % 2));

        Map<String, Integer> expected = new TreeMap<>(ONLY_CURSORS);
        expected.put("update alert_instance", SLOTS);
        expected.put("insert into alert_event", SLOTS);
        expected.put("insert into instance_transition", SLOTS);
        assertThat(cost.statements()).isEqualTo(expected);
    }

    /**
     * @param statements by what they do to which table; those of the history, of which one comes every few slots, are left out
     * @param bytesOfASlot in the round in which the database did least beside it
     */
    private record Cost(Map<String, Integer> statements, long bytesOfASlot) {}

    /** Of slots that follow each other, after some that are not counted. */
    private Cost cost(IntConsumer answers) {
        for (int number = 0; number < WARM_UP; number++) {
            run(answers);
        }
        watched.take();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = written(uncounted);
            for (int number = 0; number < SLOTS / ROUNDS; number++) {
                run(answers);
            }
            bytes = Math.min(bytes, (written(uncounted) - before) / (SLOTS / ROUNDS));
        }
        Map<String, Integer> statements = new TreeMap<>();
        watched.take().forEach(statement -> statements.merge(kind(statement), 1, Integer::sum));
        Integer chunks = statements.remove("insert into evaluation_chunk");
        assertThat(chunks == null ? 0 : chunks).as("chunks of history").isLessThan(SLOTS / 3);
        return new Cost(statements, bytes);
    }

    private void run(IntConsumer answers) {
        answers.accept(slots);
        replica.runAt(GROUP, START.plus(GROUP.interval().multipliedBy(slots)));
        slots++;
    }

    private void answer(double first, double second) {
        querier.answer(
                (expression, at) -> success(List.of(sample(first, "host", "web-1"), sample(second, "host", "web-2"))));
    }

    /** The first words, to the name of the table. */
    private static String kind(String statement) {
        String[] words = statement.strip().toLowerCase(Locale.ROOT).split("\\s+");
        return switch (words[0]) {
            case "insert", "delete" -> String.join(" ", words[0], words[1], words[2]);
            case "update" -> String.join(" ", words[0], words[1]);
            default -> statement;
        };
    }
}
