package io.tocsin.api.tocsin;

import io.tocsin.alert.store.AlertEpisodes;
import io.tocsin.alert.store.AlertEpisodes.StoredEpisode;
import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiPage.PageQuestion;
import io.tocsin.api.ApiReading;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.dispatch.evidence.EvidenceSource;
import io.tocsin.dispatch.evidence.EvidenceSource.EvidenceReach;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.evidence.Evidence;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.task.SafeMono;
import io.tocsin.web.alerts.EpisodeViews;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One alert from firing to its end, and what has ended. */
@RestController
@RequestMapping("/api/tocsin/v1")
class EpisodeApi {

    private static final Duration ENDED_WITHIN = Duration.ofDays(7);
    private static final int MOST_ENDED = 2_000;
    private static final Duration LONGEST_ACKNOWLEDGEMENT = Duration.ofDays(365);

    private final AlertEpisodes episodes;
    private final EpisodeViews views;
    private final EvidenceSource lines;
    private final Silencing silencing;
    private final Clock clock;

    EpisodeApi(AlertEpisodes episodes, EpisodeViews views, EvidenceSource lines, Silencing silencing, Clock clock) {
        this.episodes = episodes;
        this.views = views;
        this.lines = lines;
        this.silencing = silencing;
        this.clock = clock;
    }

    /** What ended in the past seven days, the newest first. */
    @GetMapping("/ended-alerts")
    ApiPage<AlertJson.EndedAnswer> ended(
            @RequestParam(name = "matcher", required = false) @Nullable List<String> matchers,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        var wanted = ApiReading.matchers("matcher", matchers);
        List<StoredEpisode> found = episodes.findResolved(clock.instant().minus(ENDED_WITHIN), MOST_ENDED).stream()
                .filter(one -> wanted.stream()
                        .allMatch(matcher -> matcher.matches(one.alert().labels())))
                .toList();
        return ApiPage.behind(
                new PageQuestion(cursor, limit),
                found,
                EpisodeApi::place,
                Comparator.reverseOrder(),
                page -> page.stream().map(AlertJson.EndedAnswer::of).toList());
    }

    private static String place(StoredEpisode episode) {
        var end = episode.resolved();
        Instant at = end == null ? episode.alert().firedAt() : end.at();
        return "%020d %s".formatted(at.toEpochMilli(), episode.key());
    }

    @GetMapping("/alerts/{key}")
    AlertJson.EpisodeAnswer alert(@PathVariable String key) {
        StoredEpisode episode = find(key);
        return AlertJson.EpisodeAnswer.of(episode, views.of(episode));
    }

    /** The lines behind it as it was when it fired, asked now. */
    @GetMapping("/alerts/{key}/lines")
    Mono<AlertJson.LinesAnswer> lines(@PathVariable String key) {
        return SafeMono.fromCallable(() -> find(key).alert())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(
                        alert -> Mono.fromFuture(() -> lines.fetch(alert, EvidenceReach.SURROUNDINGS, AskedFor.PERSON)))
                .defaultIfEmpty(Evidence.NONE)
                .map(AlertJson.LinesAnswer::of);
    }

    record AcknowledgeBody(@Nullable String comment) {}

    @PostMapping("/alerts/{key}/acknowledge")
    @ResponseStatus(HttpStatus.CREATED)
    SilenceJson.SilenceShown acknowledge(
            @PathVariable String key, @RequestBody AcknowledgeBody body, Principal caller) {
        StoredEpisode episode = find(key);
        try {
            return SilenceJson.SilenceShown.of(
                    silencing.acknowledge(
                            episode.alert().id().toString(),
                            LONGEST_ACKNOWLEDGEMENT,
                            caller.getName(),
                            ApiReading.text(body.comment())),
                    clock.instant());
        } catch (NoSuchElementException e) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.alert.gone", e);
        } catch (SilenceRejectedException e) {
            throw ApiReading.bad(String.valueOf(e.getMessage()), e);
        }
    }

    private StoredEpisode find(String key) {
        return episodes.find(key).orElseThrow(() -> ApiReading.missing("error.alert.missing"));
    }
}
