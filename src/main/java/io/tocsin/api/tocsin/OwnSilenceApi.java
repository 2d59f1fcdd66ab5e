package io.tocsin.api.tocsin;

import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiPage.PageQuestion;
import io.tocsin.api.ApiReading;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.silencing.Silencing.SilenceView;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Silences, with what they cover and what they did. The author is whoever asks. */
@RestController
@RequestMapping(OwnSilenceApi.PATH)
class OwnSilenceApi {

    static final String PATH = "/api/tocsin/v1/silences";

    private static final int MOST_EXPIRED = 1_000;
    private static final int SHOWN_ALERTS = 100;
    private static final String MISSING = "error.silence.missing";

    private final Silencing silencing;
    private final Clock clock;

    OwnSilenceApi(Silencing silencing, Clock clock) {
        this.silencing = silencing;
        this.clock = clock;
    }

    /** The next to end first; expired ones only with {@code state=expired}. */
    @GetMapping
    ApiPage<SilenceJson.SilenceRowAnswer> silences(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        Stream<SilenceView> found = state.equals("expired")
                ? silencing.findExpired(MOST_EXPIRED).stream()
                : silencing.findUnexpired().stream();
        List<SilenceView> wanted = found.filter(view ->
                        state.isEmpty() || RuleJson.lower(view.state().name()).equals(state))
                .toList();
        Instant at = clock.instant();
        return ApiPage.behind(
                new PageQuestion(cursor, limit), wanted, OwnSilenceApi::place, Comparator.naturalOrder(), page -> {
                    Map<SilenceId, Integer> affected = silencing.countAffected(
                            page.stream().map(SilenceView::silence).toList());
                    return page.stream()
                            .map(view -> new SilenceJson.SilenceRowAnswer(
                                    SilenceJson.SilenceShown.of(view.silence(), at),
                                    affected.getOrDefault(view.silence().id(), 0),
                                    view.suppressed()))
                            .toList();
                });
    }

    private static String place(SilenceView view) {
        return "%020d %s"
                .formatted(
                        view.silence().endsAt().toEpochMilli(), view.silence().id());
    }

    @GetMapping("/{id}")
    SilenceJson.SilenceWhole silence(@PathVariable String id) {
        SilenceView view = silencing.find(new SilenceId(id)).orElseThrow(() -> ApiReading.missing(MISSING));
        Silence silence = view.silence();
        return new SilenceJson.SilenceWhole(
                SilenceJson.SilenceShown.of(silence, clock.instant()),
                silencing.countAffected(List.of(silence)).getOrDefault(silence.id(), 0),
                view.suppressed(),
                silencing.history(silence.id()).stream()
                        .map(SilenceJson.ChangeAnswer::of)
                        .toList());
    }

    @PostMapping
    ResponseEntity<SilenceJson.SilenceShown> create(@RequestBody SilenceJson.SilenceWish body, Principal caller) {
        SilenceDraft draft = draft(body, "", caller);
        Silence made = stored(() -> silencing.create(draft));
        return ResponseEntity.created(URI.create(PATH + "/" + made.id()))
                .body(SilenceJson.SilenceShown.of(made, clock.instant()));
    }

    /** Another version; one that has begun and whose matchers change is ended, and a new one is made, with another id. */
    @PutMapping("/{id}")
    SilenceJson.SilenceShown change(
            @PathVariable String id, @RequestBody SilenceJson.SilenceWish body, Principal caller) {
        Silence before = require(id);
        SilenceDraft draft = draft(body, before.alertId(), caller);
        return SilenceJson.SilenceShown.of(stored(() -> silencing.edit(before.id(), draft)), clock.instant());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void expire(@PathVariable String id, Principal caller) {
        Silence before = require(id);
        stored(() -> silencing.expire(before.id(), caller.getName()));
    }

    /** What a silence would mute now, and would have muted lately; nothing is stored. */
    @PostMapping("/preview")
    SilenceJson.PreviewAnswer preview(@RequestBody SilenceJson.PreviewBody body) {
        List<LabelMatcher> matchers = matchers(body.matchers());
        List<Labels> covered = silencing.preview(matchers);
        return new SilenceJson.PreviewAnswer(
                covered.size(),
                covered.stream()
                        .limit(SHOWN_ALERTS)
                        .map(labels -> (Map<String, String>) labels.asMap())
                        .toList(),
                Boolean.TRUE.equals(body.past()) ? SilenceJson.PastAnswer.of(silencing.dryRun(matchers)) : null);
    }

    private static Silence stored(Supplier<Silence> change) {
        try {
            return change.get();
        } catch (SilenceRejectedException e) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage(), e);
        }
    }

    private Silence require(String id) {
        return silencing
                .find(new SilenceId(id))
                .orElseThrow(() -> ApiReading.missing(MISSING))
                .silence();
    }

    private SilenceDraft draft(SilenceJson.SilenceWish body, String alertId, Principal caller) {
        Instant start = ApiReading.time("startsAt", body.startsAt(), clock.instant());
        Duration length = ApiReading.duration("duration", body.duration());
        if ((length == null) == (body.endsAt() == null)) {
            throw ApiReading.bad("give endsAt, or duration as in 2h", null);
        }
        Instant end = length == null ? ApiReading.time("endsAt", body.endsAt(), start) : start.plus(length);
        return new SilenceDraft(
                matchers(body.matchers()), start, end, caller.getName(), ApiReading.text(body.comment()), alertId);
    }

    private static List<LabelMatcher> matchers(@Nullable List<String> texts) {
        List<LabelMatcher> matchers = ApiReading.matchers("matchers", texts);
        if (matchers.isEmpty()) {
            throw ApiReading.bad("matchers must have at least one, as in host=\"h1\"", null);
        }
        return matchers;
    }
}
