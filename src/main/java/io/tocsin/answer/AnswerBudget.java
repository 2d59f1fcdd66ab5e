package io.tocsin.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often one person may ask: nobody presses so many buttons, but a program of somebody's may. Safe for several threads. */
final class AnswerBudget {

    private static final int IN_A_MINUTE = 30;
    private static final int MOST_PEOPLE = 1_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, Used> people = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Used> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    private record Used(Instant since, int times) {}

    /** False when it was too often. */
    synchronized boolean take(String person, Instant at) {
        Used used = people.get(person);
        Used now = used == null
                        || at.isBefore(used.since())
                        || !at.isBefore(used.since().plus(MINUTE))
                ? new Used(at, 1)
                : new Used(used.since(), used.times() + 1);
        people.put(person, now);
        return now.times() <= IN_A_MINUTE;
    }
}
