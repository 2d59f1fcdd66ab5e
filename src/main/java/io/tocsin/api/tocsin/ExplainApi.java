package io.tocsin.api.tocsin;

import io.tocsin.api.ApiReading;
import io.tocsin.web.explain.Explainer;
import io.tocsin.web.explain.Explanation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why people were, or were not, told of an alert. */
@RestController
class ExplainApi {

    private final Explainer explainer;
    private final MessageSource messages;
    private final Clock clock;

    ExplainApi(Explainer explainer, MessageSource messages, Clock clock) {
        this.explainer = explainer;
        this.messages = messages;
        this.clock = clock;
    }

    /** @param cut whether more rules than these agree with the question */
    record ExplainAnswer(Instant at, List<RuleExplained> rules, boolean cut) {}

    /** One rule that agrees with the question. */
    record RuleExplained(
            String id,
            String file,
            String name,
            String condition,
            String holdDuration,
            boolean paused,
            List<ExplainedAlert> alerts,
            List<ExplainedEvaluation> evaluations) {}

    /**
     * One label set.
     *
     * @param verdict one word
     * @param text what it means, in English
     */
    record ExplainedAlert(
            Map<String, String> labels,
            String verdict,
            String text,
            @Nullable Instant nextDecision,
            List<RuleJson.WayAnswer> ways,
            List<ExplainedSilence> silences,
            List<AlertJson.ToldAnswer> told,
            List<AlertJson.StepAnswer> steps) {}

    record ExplainedSilence(String id, String author, String comment, Instant endsAt) {}

    record ExplainedEvaluation(
            Instant slot, String health, String error, int series, int active, String highestValue) {}

    /**
     * @param matchers of the alert's labels, {@code alertname} included
     * @param rule the id of the rule that is meant; empty: those that agree with the matchers
     * @param at up to when; absent: now
     */
    @GetMapping("/api/tocsin/v1/explain")
    ExplainAnswer explain(
            @RequestParam(name = "matcher", required = false) @Nullable List<String> matchers,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(required = false) @Nullable String at) {
        var wanted = ApiReading.matchers("matcher", matchers);
        if (wanted.isEmpty() && rule.isEmpty()) {
            throw ApiReading.bad("give matcher, as in matcher=alertname=\"OcrErrors\", or rule", null);
        }
        Instant until = ApiReading.time("at", at, clock.instant());
        Explainer.Explanations answer = explainer.answer(wanted, rule, until);
        return new ExplainAnswer(
                until, answer.explanations().stream().map(this::rule).toList(), answer.isCut());
    }

    private RuleExplained rule(Explanation found) {
        return new RuleExplained(
                found.rule().path().substring(found.rule().path().lastIndexOf('/') + 1),
                found.rule().file(),
                found.rule().name(),
                found.rule().condition(),
                found.rule().holdDuration(),
                found.rule().isPaused(),
                found.labelSets().stream().map(this::alert).toList(),
                found.evaluations().stream()
                        .map(one -> new ExplainedEvaluation(
                                one.slot(),
                                RuleJson.lower(one.health()),
                                one.error(),
                                one.answer().series(),
                                one.answer().active(),
                                one.answer().highestValue()))
                        .toList());
    }

    private ExplainedAlert alert(Explanation.LabelSet found) {
        return new ExplainedAlert(
                found.labels(),
                RuleJson.lower(found.verdict()),
                text(found),
                found.nextDecision(),
                found.routes().stream()
                        .map(route -> new RuleJson.WayAnswer(
                                route.receiver(), route.policy(), route.groupWait(), route.repeat()))
                        .toList(),
                found.silences().stream()
                        .map(one -> new ExplainedSilence(one.id(), one.author(), one.comment(), one.endsAt()))
                        .toList(),
                found.ways().stream()
                        .map(one -> new AlertJson.ToldAnswer(
                                one.receiver(), "", null, AlertJson.MessageAnswer.of(one.fate())))
                        .toList(),
                found.steps().stream().map(AlertJson.StepAnswer::of).toList());
    }

    private String text(Explanation.LabelSet found) {
        String verdict = messages.getMessage("verdict." + found.verdict(), null, found.verdict(), Locale.ENGLISH);
        return found.detail().isEmpty() ? String.valueOf(verdict) : verdict + " " + found.detail();
    }
}
