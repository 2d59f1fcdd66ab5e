package io.tocsin.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tocsin.evaluation.schedule.NewestRulesElection;
import io.tocsin.task.RepeatedWork;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Watching;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this replica watches and how it fares. Answers from memory, also while the database is away. */
@RestController
class StatusApi {

    private final Watching watching;
    private final TaskWatch tasks;
    private final NewestRulesElection election;
    private final String database;

    StatusApi(
            Watching watching,
            TaskWatch tasks,
            NewestRulesElection election,
            @Value("${tocsin.db.url:}") String databaseUrl) {
        this.watching = watching;
        this.tasks = tasks;
        this.election = election;
        this.database =
                databaseUrl.isBlank() ? "h2" : databaseUrl.startsWith("jdbc:postgresql:") ? "postgresql" : "other";
    }

    /**
     * The answer.
     *
     * @param watching whether everything that is to be watched and told is
     * @param at when that was looked at last
     */
    record StatusResponse(
            boolean watching,
            Instant at,
            List<ConcernResponse> concerns,
            List<TaskResponse> tasks,
            @JsonUnwrapped Replica replica) {}

    /** The process that answers. */
    record Replica(String version, String replica, int replicas, String database, long uptimeSeconds) {}

    /** What is not watched or not told. */
    record ConcernResponse(
            String code,
            String severity,
            String subject,
            String reason,
            @Nullable Instant since) {

        static ConcernResponse of(Concern concern) {
            return new ConcernResponse(
                    concern.code(),
                    concern.severity().name().toLowerCase(Locale.ROOT),
                    concern.subject(),
                    concern.reason(),
                    concern.since());
        }
    }

    /** One loop. */
    record TaskResponse(
            String name,
            boolean running,
            double periodSeconds,
            long successes,
            long failures,
            double secondsSinceSuccess,
            String lastFailure) {

        static TaskResponse of(RepeatedWork task) {
            return new TaskResponse(
                    task.name(),
                    task.isRunning(),
                    task.period().toMillis() / 1000.0,
                    task.tally().successes(),
                    task.tally().failures(),
                    task.tally().sinceSuccess().toMillis() / 1000.0,
                    task.tally().lastFailure());
        }
    }

    @GetMapping("/api/tocsin/v1/status")
    StatusResponse status() {
        Watching.Report report = watching.report();
        String version = StatusApi.class.getPackage().getImplementationVersion();
        return new StatusResponse(
                report.isWatching(),
                report.at(),
                report.concerns().stream().map(ConcernResponse::of).toList(),
                tasks.tasks().stream().map(TaskResponse::of).toList(),
                new Replica(
                        version == null ? "development" : version,
                        election.replica(),
                        election.liveReplicas(),
                        database,
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000));
    }
}
