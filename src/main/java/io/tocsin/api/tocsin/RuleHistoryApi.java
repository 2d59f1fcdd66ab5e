package io.tocsin.api.tocsin;

import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiReading;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.rules.RuleValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What happened to a rule, and the values of its query. */
@RestController
@RequestMapping("/api/tocsin/v1/rules/{id}")
class RuleHistoryApi {

    private static final int MAX_HOURS = 48;
    private static final Duration SLOT_STEP = Duration.ofMillis(1);

    private final RuleCatalog catalog;
    private final EvaluationHistory history;
    private final RuleValues values;
    private final Clock clock;

    RuleHistoryApi(RuleCatalog catalog, EvaluationHistory history, RuleValues values, Clock clock) {
        this.catalog = catalog;
        this.history = history;
        this.values = values;
        this.clock = clock;
    }

    /** Newest first; the cursor is the slot of the last one. */
    @GetMapping("/evaluations")
    ApiPage<RuleJson.EvaluationAnswer> evaluations(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        Long before = ApiPage.number(cursor);
        Instant until =
                before == null ? clock.instant() : Instant.ofEpochMilli(before).minus(SLOT_STEP);
        int size = ApiPage.size(limit);
        List<EvaluationRecord> found =
                history.findEvaluationsUntil(find(id).rule().key(), until, size + 1);
        return ApiPage.ofOneMore(
                found, size, one -> Long.toString(one.result().slot().toEpochMilli()), RuleJson.EvaluationAnswer::of);
    }

    /** Newest first. All transitions of one slot are on one page: then it has more than its limit. */
    @GetMapping("/transitions")
    ApiPage<RuleJson.TransitionAnswer> transitions(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        Long before = ApiPage.number(cursor);
        Instant until =
                before == null ? clock.instant() : Instant.ofEpochMilli(before).minus(SLOT_STEP);
        RuleKey key = find(id).rule().key();
        int wanted = ApiPage.size(limit);
        List<TransitionRecord> found = history.findTransitionsUntil(key, until, wanted + 1);
        // A slot has no more transitions than a group has instances.
        while (found.size() > wanted && isOneSlot(found, wanted)) {
            wanted = wanted * 2;
            found = history.findTransitionsUntil(key, until, wanted + 1);
        }
        List<TransitionRecord> page = new ArrayList<>(found);
        boolean isLast = found.size() <= wanted;
        if (!isLast) {
            Instant cut = found.get(found.size() - 1).slot();
            page.removeIf(one -> one.slot().equals(cut));
        }
        return new ApiPage<>(
                page.stream().map(RuleJson.TransitionAnswer::of).toList(),
                isLast ? null : Long.toString(page.get(page.size() - 1).slot().toEpochMilli()));
    }

    private static boolean isOneSlot(List<TransitionRecord> found, int last) {
        return found.get(0).slot().equals(found.get(last).slot());
    }

    /** The values of the query at the rule's own slots, for a chart. */
    @GetMapping("/values")
    Mono<RuleValues.Chart> values(@PathVariable String id, @RequestParam(defaultValue = "3") int hours) {
        RuleAddress.FoundRule found = find(id);
        Instant now = clock.instant();
        Duration window = Duration.ofHours(Math.min(Math.max(hours, 1), MAX_HOURS));
        return values.chart(found, now.minus(window), now, List.of());
    }

    private RuleAddress.FoundRule find(String id) {
        return RuleAddress.find(catalog.snapshot(), id).orElseThrow(() -> ApiReading.missing("error.rule.missing"));
    }
}
