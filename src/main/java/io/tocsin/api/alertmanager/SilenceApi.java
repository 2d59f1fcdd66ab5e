package io.tocsin.api.alertmanager;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.silencing.Silencing.SilenceView;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.silence.SilenceState;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Silences as Alertmanager's clients read and write them. */
@RestController
class SilenceApi {

    /** The most expired silences that are listed. */
    private static final int MAX_EXPIRED = 2_000;

    private final Silencing silencing;

    SilenceApi(Silencing silencing) {
        this.silencing = silencing;
    }

    /** A matcher in a body; {@code isEqual} is true when it is absent. */
    record MatcherBody(
            @Nullable String name,
            @Nullable String value,
            @Nullable Boolean isRegex,
            @Nullable Boolean isEqual) {}

    /** A silence that is to be made, or changed when it has an id. */
    record SilenceBody(
            @Nullable String id,
            @Nullable List<MatcherBody> matchers,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String createdBy,
            @Nullable String comment) {}

    record MatcherAnswer(boolean isEqual, boolean isRegex, String name, String value) {}

    record SilenceStatus(String state) {}

    record SilenceAnswer(
            String id,
            SilenceStatus status,
            String updatedAt,
            String comment,
            String createdBy,
            String endsAt,
            List<MatcherAnswer> matchers,
            String startsAt) {}

    record StoredAnswer(String silenceID) {}

    @GetMapping("/api/v2/silences")
    List<SilenceAnswer> all(@RequestParam(required = false) @Nullable List<String> filter) {
        LabelFilters wanted = LabelFilters.of(filter);
        List<SilenceView> found = new ArrayList<>(silencing.findUnexpired());
        found.addAll(silencing.findExpired(MAX_EXPIRED));
        return found.stream()
                .filter(view -> wanted.accepts(values(view.silence())))
                .sorted(SilenceApi::compare)
                .map(view -> answer(view.silence(), view.state()))
                .toList();
    }

    private static Map<String, String> values(Silence silence) {
        Map<String, String> values = new HashMap<>();
        silence.matchers().forEach(matcher -> values.put(matcher.name(), matcher.value()));
        return values;
    }

    /** Active ones the next to end first, then pending ones the next to start first, then expired ones the last first. */
    private static int compare(SilenceView one, SilenceView other) {
        int byState = rank(one.state()) - rank(other.state());
        if (byState != 0) {
            return byState;
        }
        return switch (one.state()) {
            case ACTIVE -> one.silence().endsAt().compareTo(other.silence().endsAt());
            case PENDING -> one.silence().startsAt().compareTo(other.silence().startsAt());
            case EXPIRED -> other.silence().endsAt().compareTo(one.silence().endsAt());
        };
    }

    private static int rank(SilenceState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case PENDING -> 1;
            case EXPIRED -> 2;
        };
    }

    @GetMapping("/api/v2/silence/{id}")
    ResponseEntity<SilenceAnswer> one(@PathVariable String id) {
        return silencing
                .find(new SilenceId(id))
                .map(view -> ResponseEntity.ok(answer(view.silence(), view.state())))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @DeleteMapping("/api/v2/silence/{id}")
    ResponseEntity<Void> expire(@PathVariable String id, Principal principal) {
        try {
            silencing.expire(new SilenceId(id), principal.getName());
            return ResponseEntity.ok().build();
        } catch (NoSuchElementException e) {
            return ResponseEntity.notFound().build();
        } catch (SilenceRejectedException e) {
            throw AlertmanagerException.of(HttpStatus.INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/api/v2/silences")
    StoredAnswer store(@RequestBody SilenceBody body) {
        SilenceDraft draft = draft(body);
        try {
            Silence stored = body.id() == null || body.id().isEmpty()
                    ? silencing.create(draft)
                    : silencing.edit(new SilenceId(body.id()), draft);
            return new StoredAnswer(stored.id().value());
        } catch (NoSuchElementException e) {
            throw AlertmanagerException.of(HttpStatus.NOT_FOUND, "silence not found");
        } catch (SilenceRejectedException e) {
            throw AlertmanagerException.of(
                    HttpStatus.BAD_REQUEST, "failed to create silence: invalid silence: " + e.getMessage());
        }
    }

    private static SilenceDraft draft(SilenceBody body) {
        Instant startsAt = AlertmanagerTimes.read(body.startsAt(), "silence.startsAt");
        Instant endsAt = AlertmanagerTimes.read(body.endsAt(), "silence.endsAt");
        List<MatcherBody> matchers = body.matchers();
        require(matchers, "silence.matchers");
        require(startsAt, "silence.startsAt");
        require(endsAt, "silence.endsAt");
        require(body.createdBy(), "silence.createdBy");
        require(body.comment(), "silence.comment");
        if (startsAt == null
                || endsAt == null
                || matchers == null
                || body.createdBy() == null
                || body.comment() == null) {
            throw AlertmanagerException.invalid("silence in body is required");
        }
        if (endsAt.isBefore(startsAt)) {
            throw AlertmanagerException.of(
                    HttpStatus.BAD_REQUEST, "failed to create silence: start time must be before end time");
        }
        return new SilenceDraft(matchers(matchers), startsAt, endsAt, body.createdBy(), body.comment());
    }

    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw AlertmanagerException.invalid(field + " in body is required");
        }
    }

    private static List<LabelMatcher> matchers(List<MatcherBody> bodies) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (MatcherBody body : bodies) {
            if (body.name() == null || body.value() == null || body.isRegex() == null) {
                throw AlertmanagerException.invalid("silence.matchers in body must have name, value and isRegex");
            }
            boolean isEqual = body.isEqual() == null || body.isEqual();
            try {
                matchers.add(new LabelMatcher(body.name(), type(body.isRegex(), isEqual), body.value()));
            } catch (PatternSyntaxException | IllegalArgumentException e) {
                throw AlertmanagerException.of(
                        HttpStatus.BAD_REQUEST,
                        "failed to create silence: invalid silence: invalid label matcher " + matchers.size() + ": "
                                + e.getMessage());
            }
        }
        matchers.sort(Comparator.comparing(LabelMatcher::name));
        return matchers;
    }

    private static MatchType type(boolean isRegex, boolean isEqual) {
        if (isRegex) {
            return isEqual ? MatchType.REGEX : MatchType.NOT_REGEX;
        }
        return isEqual ? MatchType.EQUAL : MatchType.NOT_EQUAL;
    }

    private static SilenceAnswer answer(Silence silence, SilenceState state) {
        return new SilenceAnswer(
                silence.id().value(),
                new SilenceStatus(state.name().toLowerCase(Locale.ROOT)),
                AlertmanagerTimes.print(silence.revision().updatedAt()),
                silence.comment(),
                silence.author(),
                AlertmanagerTimes.print(silence.endsAt()),
                silence.matchers().stream().map(SilenceApi::answer).toList(),
                AlertmanagerTimes.print(silence.startsAt()));
    }

    private static MatcherAnswer answer(LabelMatcher matcher) {
        return new MatcherAnswer(
                !matcher.type().isNegative(), matcher.type().isRegex(), matcher.name(), matcher.value());
    }
}
