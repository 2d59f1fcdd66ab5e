package io.tocsin.web.status;

import io.tocsin.task.RepeatedWork;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Watching;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What is not watched, and how the loops fare, in the words of the pages. Never blocks. */
@Component
class WatchedThings {

    private static final int ON_BANNER = 2;

    private final Watching watching;
    private final TaskWatch tasks;
    private final MessageSource messages;
    private final Clock clock;

    WatchedThings(Watching watching, TaskWatch tasks, MessageSource messages, Clock clock) {
        this.clock = clock;
        this.watching = watching;
        this.tasks = tasks;
        this.messages = messages;
    }

    /**
     * One concern.
     *
     * @param text one short sentence in the reader's language; the code where there is none
     * @param reason why, in English
     */
    record ConcernView(
            String code,
            String severity,
            String text,
            String reason,
            @Nullable Instant since) {}

    /**
     * What every page shows above its content.
     *
     * @param severity of the gravest, which ends a message's key
     * @param concerns the gravest
     * @param count of all
     */
    record Banner(String severity, List<ConcernView> concerns, int count) {

        /** How many are not named. */
        public int others() {
            return count - concerns.size();
        }
    }

    /** One loop. */
    record TaskView(
            String name, String state, long successes, long failures, Instant lastSuccess, String lastFailure) {}

    List<ConcernView> concerns(Locale locale) {
        return watching.report().concerns().stream()
                .map(concern -> view(concern, locale))
                .toList();
    }

    /** Null when there is nothing to say. */
    @Nullable
    Banner banner(Locale locale) {
        List<Concern> concerns = watching.report().concerns();
        if (concerns.isEmpty()) {
            return null;
        }
        List<ConcernView> gravest = concerns.stream()
                .limit(ON_BANNER)
                .map(concern -> view(concern, locale))
                .toList();
        return new Banner(gravest.get(0).severity(), gravest, concerns.size());
    }

    private ConcernView view(Concern concern, Locale locale) {
        String key = "concern." + concern.code();
        String fallback = concern.subject().isEmpty() ? concern.code() : concern.code() + ": " + concern.subject();
        String text = messages.getMessage(key, new Object[] {concern.subject()}, fallback, locale);
        return new ConcernView(
                concern.code(),
                concern.severity().name(),
                text == null ? fallback : text,
                concern.reason(),
                concern.since());
    }

    List<TaskView> tasks() {
        return tasks.tasks().stream().map(this::view).toList();
    }

    private TaskView view(RepeatedWork task) {
        boolean isTroubled = watching.report().concerns().stream()
                .anyMatch(concern ->
                        concern.code().startsWith("task-") && concern.subject().equals(task.name()));
        return new TaskView(
                task.name(),
                isTroubled ? "late" : task.isRunning() ? "running" : "stopped",
                task.tally().successes(),
                task.tally().failures(),
                clock.instant().minus(task.tally().sinceSuccess()),
                task.tally().lastFailure());
    }
}
