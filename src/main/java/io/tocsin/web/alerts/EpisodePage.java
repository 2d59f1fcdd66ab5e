package io.tocsin.web.alerts;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.store.AlertEpisodes;
import io.tocsin.alert.store.AlertEpisodes.StoredEpisode;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.dispatch.evidence.EvidenceSource;
import io.tocsin.dispatch.evidence.EvidenceSource.EvidenceReach;
import io.tocsin.evidence.Evidence;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.task.SafeMono;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.rules.RuleHistory;
import io.tocsin.web.rules.RuleValues;
import io.tocsin.web.rules.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The permanent page of one episode of one alert: what messages link to, while it fires and after that. */
@Controller
class EpisodePage {

    private static final String KEY = "{key}";
    private static final int TRANSITIONS = 1_000;
    private static final Duration SHORTEST_MARGIN = Duration.ofMinutes(5);
    private static final int MARGIN_PART = 4;

    private final AlertEpisodes episodes;
    private final EpisodeViews views;
    private final EvaluationHistory history;
    private final RuleCatalog catalog;
    private final RuleValues values;
    private final EvidenceSource lines;
    private final Clock clock;

    EpisodePage(
            AlertEpisodes episodes,
            EpisodeViews views,
            EvaluationHistory history,
            RuleCatalog catalog,
            RuleValues values,
            EvidenceSource lines,
            Clock clock) {
        this.episodes = episodes;
        this.views = views;
        this.history = history;
        this.catalog = catalog;
        this.values = values;
        this.lines = lines;
        this.clock = clock;
    }

    @GetMapping("/alerts/" + KEY)
    String episode(@PathVariable String key, @RequestParam(defaultValue = "") String done, Model model) {
        StoredEpisode episode = find(key);
        model.addAttribute("alert", views.of(episode));
        EpisodeSpan span = span(episode);
        List<TransitionRecord> transitions = transitions(episode, span);
        model.addAttribute("timeline", timeline(episode, transitions, span));
        model.addAttribute(
                "transitions", transitions.stream().map(RuleHistory::view).toList());
        model.addAttribute("acknowledged", done.equals("acknowledged"));
        return "episode";
    }

    /** The part of the past that the page is about. */
    private record EpisodeSpan(Instant from, Instant to) {}

    private EpisodeSpan span(StoredEpisode episode) {
        AlertEvent.Resolved resolved = episode.resolved();
        Instant now = clock.instant();
        Instant end = resolved == null ? now : resolved.at();
        Duration life = Duration.between(episode.alert().activeAt(), end);
        Duration margin = life.dividedBy(MARGIN_PART).compareTo(SHORTEST_MARGIN) < 0
                ? SHORTEST_MARGIN
                : life.dividedBy(MARGIN_PART);
        Instant to = end.plus(margin).isAfter(now) ? now : end.plus(margin);
        return new EpisodeSpan(episode.alert().activeAt().minus(margin), to);
    }

    /** Newest first. */
    private List<TransitionRecord> transitions(StoredEpisode episode, EpisodeSpan span) {
        Alert alert = episode.alert();
        return history.findTransitionsUntil(alert.id().rule(), span.to(), TRANSITIONS).stream()
                .filter(entry ->
                        entry.labels().equals(alert.labels()) && !entry.slot().isBefore(span.from()))
                .toList();
    }

    private static Timeline timeline(StoredEpisode episode, List<TransitionRecord> transitions, EpisodeSpan span) {
        Timeline.Builder builder = new Timeline.Builder(span.from(), span.to());
        List<TransitionRecord> oldestFirst = new ArrayList<>(transitions);
        java.util.Collections.reverse(oldestFirst);
        if (oldestFirst.isEmpty()) {
            AlertEvent.Resolved resolved = episode.resolved();
            builder.add(
                    episode.alert().labels(),
                    "FIRING",
                    episode.alert().firedAt(),
                    resolved == null ? span.to() : resolved.at());
        }
        for (int i = 0; i < oldestFirst.size(); i++) {
            Instant end = i + 1 < oldestFirst.size() ? oldestFirst.get(i + 1).slot() : span.to();
            TransitionRecord entry = oldestFirst.get(i);
            builder.add(entry.labels(), entry.to(), entry.slot(), end);
        }
        return builder.build();
    }

    @GetMapping("/alerts/" + KEY + "/values")
    @ResponseBody
    Mono<RuleValues.Chart> values(@PathVariable String key) {
        return SafeMono.fromCallable(() -> find(key))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(this::chart);
    }

    private Mono<RuleValues.Chart> chart(StoredEpisode episode) {
        Alert alert = episode.alert();
        EpisodeSpan span = span(episode);
        Optional<RuleAddress.FoundRule> rule =
                RuleAddress.find(catalog.snapshot(), RuleAddress.id(alert.id().rule()));
        if (rule.isEmpty()) {
            return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND, "error.rule.missing"));
        }
        return SafeMono.fromCallable(() ->
                        timeline(episode, transitions(episode, span), span).spans())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(spans -> values.chart(rule.get(), span.from(), span.to(), spans, alert.labels()));
    }

    /** The lines behind the alert as it was when it fired, asked when somebody looks at them. */
    @GetMapping("/alerts/" + KEY + "/lines")
    Mono<String> lines(@PathVariable String key, Model model) {
        return SafeMono.fromCallable(() -> find(key).alert())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(
                        alert -> Mono.fromFuture(() -> lines.fetch(alert, EvidenceReach.SURROUNDINGS, AskedFor.PERSON)))
                .defaultIfEmpty(Evidence.NONE)
                .doOnNext(evidence -> model.addAttribute("evidence", evidence))
                .thenReturn("fragments/alert-lines :: lines");
    }

    private StoredEpisode find(String key) {
        return episodes.find(key)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.alert.missing"));
    }
}
