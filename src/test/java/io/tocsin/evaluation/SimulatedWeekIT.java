package io.tocsin.evaluation;

import static io.tocsin.evaluation.ScriptedWeek.at;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.label.Labels;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of slots with everything that goes wrong in one, in a minute: bursts, outages of Loki, restarts, late lines,
 * edits, a storm. The events are compared with a text that a person can read; {@code -Dgolden.update=true} rewrites it.
 */
class SimulatedWeekIT {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/evaluation/week.txt");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(ScriptedWeek.START);
    private final FakeQuerier querier = new FakeQuerier();
    private final List<String> told = new ArrayList<>();
    private final Map<String, Instant> next = new HashMap<>();
    private int groupsBefore;

    private static ScriptedWeek script(SettableClock clock) {
        ScriptedWeek week = new ScriptedWeek(clock)
                .lines("heartbeat", "server1", MONDAY, "00:00", "23:59", 1)
                .lines("ocr", "server1", MONDAY, "09:00", "09:25", 1)
                .lines("web", "server1", MONDAY, "12:00", "12:15", 5)
                .lines("web", "server2", MONDAY, "13:00", "14:30", 5)
                .lines("ocr", "server2", TUESDAY, "02:10", "02:25", 2)
                .outage(TUESDAY, "02:05", "02:50", QueryFailure.UNREACHABLE)
                .outage(TUESDAY, "16:00", "16:01", QueryFailure.SERVER_ERROR)
                .lines("ocr", "server1", WEDNESDAY, "11:00", "11:15", 3)
                .lines("web", "server1", WEDNESDAY, "10:30", "12:30", 8)
                .lines("ocr", "server1", THURSDAY, "14:00", "14:01", 1, Duration.ofSeconds(5))
                .lines("web", "server1", FRIDAY, "08:00", "12:00", 5)
                .lines("ocr", "server1", SUNDAY, "01:00", "01:30", 1)
                .outage(SUNDAY, "05:00", "08:00", QueryFailure.TIMEOUT)
                .lines("ocr", "server1", SUNDAY, "05:30", "05:40", 1)
                .lines("ocr", "server2", SUNDAY, "07:30", "07:40", 1)
                .lines("ocr", "server3", SUNDAY, "20:00", "23:00", 1);
        for (int host = 1; host <= 8; host++) {
            week.lines("storm", "host" + host, SATURDAY, "10:00", "10:30", host);
        }
        week.lines("storm", "host1", SATURDAY, "10:30", "11:00", 1);
        for (java.time.DayOfWeek day : List.of(TUESDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY)) {
            week.lines("heartbeat", "server1", day, "00:00", "23:59", 1);
        }
        return week;
    }

    private static List<RuleGroup> rulesAt(Instant now) {
        Duration hold = now.isBefore(at(FRIDAY, "09:00")) ? Duration.ofMinutes(20) : Duration.ofHours(2);
        List<RuleGroup> groups = new ArrayList<>(List.of(
                group("web")
                        .interval(INTERVAL)
                        .queryOffset(Duration.ofSeconds(10))
                        .rules(rule("web")
                                .condition(above(20))
                                .holdDuration(hold)
                                .keepFiringFor(Duration.ofMinutes(20)))
                        .build(),
                group("quiet")
                        .interval(INTERVAL)
                        .queryOffset(Duration.ofSeconds(10))
                        .rules(rule("heartbeat")
                                .condition(new io.tocsin.rule.Condition.Threshold(
                                        io.tocsin.rule.Condition.Comparison.LESS, 1))
                                .noData(NoDataPolicy.ZERO))
                        .build(),
                group("storm")
                        .interval(INTERVAL)
                        .queryOffset(Duration.ofSeconds(10))
                        .limit(3)
                        .rules(rule("storm").condition(above(0)))
                        .build()));
        if (now.isBefore(at(SUNDAY, "21:00"))) {
            groups.add(group("ocr")
                    .interval(INTERVAL)
                    .queryOffset(Duration.ofSeconds(10))
                    .rules(rule("ocr").condition(above(0)))
                    .build());
        }
        return groups;
    }

    @Test
    void tellsTheStoryOfAWeekAsWritten() throws Exception {
        try (TestDatabase database = TestDatabase.h2(directory)) {
            ScriptedWeek script = script(clock);
            querier.answer(script::answer);
            EvaluationHarness replica = new EvaluationHarness(database, querier, clock);
            Instant end = ScriptedWeek.START.plus(Duration.ofDays(7));
            for (Instant now = ScriptedWeek.START; now.isBefore(end); now = now.plus(STEP)) {
                clock.set(now);
                if (isDown(now)) {
                    replica = null;
                    continue;
                }
                if (replica == null) {
                    replica = new EvaluationHarness(database, querier, clock);
                    next.clear();
                }
                step(replica, now);
            }
        }

        String story = String.join("\n", told) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, story);
        }
        assertThat(story).isEqualTo(Files.readString(GOLDEN));
    }

    /** Tocsin itself is down on Wednesday, and restarts once an hour on Thursday. */
    private static boolean isDown(Instant now) {
        boolean isWednesday = !now.isBefore(at(WEDNESDAY, "10:55")) && now.isBefore(at(WEDNESDAY, "11:40"));
        boolean isThursday = !now.isBefore(at(THURSDAY, "00:00")) && now.isBefore(at(FRIDAY, "00:00"));
        return isWednesday || isThursday && now.getEpochSecond() % 3600 == 0;
    }

    private void step(EvaluationHarness replica, Instant now) {
        List<RuleGroup> groups = rulesAt(now);
        replica.use(groups.toArray(RuleGroup[]::new));
        for (RuleGroup group : groups) {
            String key = group.key().toString();
            if (!now.isBefore(next.getOrDefault(key, Instant.MIN))) {
                next.put(key, replica.runner.run(group));
            }
        }
        if (groups.size() != groupsBefore) {
            endRemoved(replica, groups);
            groupsBefore = groups.size();
        }
        replica.alerts.check();
        replica.takeEvents().forEach(event -> told.add(line(now, event)));
    }

    private static void endRemoved(EvaluationHarness replica, List<RuleGroup> groups) {
        replica.cursors.findAll().stream()
                .filter(cursor -> groups.stream().noneMatch(group -> group.key().equals(cursor.group())))
                .forEach(cursor -> replica.runner.end(cursor.group().toString()));
    }

    private static String line(Instant now, AlertEvent event) {
        String text = TIME.format(now) + "  " + (event instanceof AlertEvent.Fired ? "FIRED   " : "RESOLVED") + "  "
                + event.alert().name() + " "
                + event.alert().labels().without(List.of(Labels.ALERT_NAME, "severity"))
                + " value " + event.alert().value();
        if (event instanceof AlertEvent.Resolved resolved) {
            text += " because " + resolved.reason() + ", now " + resolved.presentValue();
        }
        if (event.alert().annotations().containsKey("summary")) {
            text += " (" + event.alert().annotations().get("summary") + ")";
        }
        return event.isLate() ? text + " [late, of " + TIME.format(event.at()) + "]" : text;
    }
}
