package io.tocsin.api.tocsin;

import io.tocsin.api.ApiReading;
import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.InhibitRule;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.notification.file.PolicyFileResult;
import io.tocsin.web.drafts.UnifiedDiff;
import io.tocsin.web.policies.PolicyRow;
import io.tocsin.web.policies.RouteAnswer;
import io.tocsin.web.policies.RouteQuestions;
import io.tocsin.yaml.FileProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The notification policies, which way labels take, and what is wrong with a draft of the file. */
@RestController
@RequestMapping("/api/tocsin/v1/policies")
class PolicyApi {

    private final PolicyCatalog catalog;
    private final RouteQuestions routes;
    private final Clock clock;

    PolicyApi(PolicyCatalog catalog, RouteQuestions routes, Clock clock) {
        this.catalog = catalog;
        this.routes = routes;
        this.clock = clock;
    }

    /**
     * The policies in force.
     *
     * @param file where they come from; empty when there is none, and everything goes to one contact point
     * @param problems why the file as it is now is not in force; empty when it is
     */
    record PoliciesAnswer(
            String file,
            Instant loadedAt,
            List<RuleJson.RemarkAnswer> problems,
            List<PolicyAnswer> policies,
            List<InhibitionAnswer> inhibitions,
            List<String> timeIntervals) {}

    /** @param path names the policy; that of its parent is the beginning of it */
    record PolicyAnswer(
            String path,
            List<String> matchers,
            String contactPoint,
            boolean continues,
            String groupBy,
            PolicyTimingAnswer timing) {

        static PolicyAnswer of(String path, PolicyRow row) {
            return new PolicyAnswer(
                    path,
                    row.matchers(),
                    row.receiver(),
                    row.continues(),
                    row.groupBy(),
                    new PolicyTimingAnswer(
                            row.timings().groupWait(),
                            row.timings().groupInterval(),
                            row.timings().repeatInterval(),
                            row.times().mute(),
                            row.times().active(),
                            row.times().heldUntil()));
        }
    }

    /** @param heldUntil until when it tells nothing; null when it may speak now */
    record PolicyTimingAnswer(
            String groupWait,
            String groupInterval,
            String repeatInterval,
            List<String> muteTimeIntervals,
            List<String> activeTimeIntervals,
            @Nullable Instant heldUntil) {}

    record InhibitionAnswer(List<String> source, List<String> target, List<String> equal) {

        static InhibitionAnswer of(InhibitRule rule) {
            return new InhibitionAnswer(texts(rule.source()), texts(rule.target()), List.copyOf(rule.equal()));
        }

        private static List<String> texts(List<LabelMatcher> matchers) {
            return matchers.stream().map(LabelMatcher::toString).toList();
        }
    }

    @GetMapping
    PoliciesAnswer policies() {
        PolicyCatalog.Snapshot snapshot = catalog.snapshot();
        Policies policies = snapshot.policies();
        return new PoliciesAnswer(
                snapshot.isFromFile() ? catalog.file().toString() : "",
                snapshot.loadedAt(),
                remarks(snapshot.problems()),
                answers(policies),
                policies.inhibitRules().stream().map(InhibitionAnswer::of).toList(),
                List.copyOf(new TreeSet<>(policies.timeIntervals().keySet())));
    }

    /** Rows and paths are both in the order of the file. */
    private List<PolicyAnswer> answers(Policies policies) {
        List<String> paths = new ArrayList<>();
        collect(policies.tree().root(), paths);
        List<PolicyAnswer> answers = new ArrayList<>();
        for (PolicyRow row : PolicyRow.of(policies, Map.of(), clock.instant())) {
            answers.add(PolicyAnswer.of(paths.get(answers.size()), row));
        }
        return answers;
    }

    private static void collect(NotificationPolicy policy, List<String> paths) {
        paths.add(policy.path());
        policy.children().forEach(child -> collect(child, paths));
    }

    private static List<RuleJson.RemarkAnswer> remarks(List<FileProblem> problems) {
        return problems.stream()
                .map(one -> RuleJson.RemarkAnswer.problem(one.file(), one.line(), one.column(), one.message()))
                .toList();
    }

    /** The ways that an alert takes, and the silences that would keep it. */
    record TakenAnswer(Map<String, String> labels, Instant at, List<TakenWay> ways, List<TakenSilence> silences) {

        static TakenAnswer of(RouteAnswer answer) {
            return new TakenAnswer(
                    answer.labels().asMap(),
                    answer.at(),
                    answer.ways().stream()
                            .map(way -> new TakenWay(
                                    way.policy(),
                                    way.receiver(),
                                    way.groupLabels(),
                                    way.groupWait(),
                                    way.groupInterval(),
                                    way.repeatInterval(),
                                    way.heldUntil()))
                            .toList(),
                    answer.silences().stream()
                            .map(one -> new TakenSilence(one.id(), one.author(), one.comment(), one.endsAt()))
                            .toList());
        }
    }

    record TakenWay(
            String policy,
            String contactPoint,
            String groupLabels,
            String groupWait,
            String groupInterval,
            String repeatInterval,
            @Nullable Instant heldUntil) {}

    record TakenSilence(String id, String author, String comment, Instant endsAt) {}

    /**
     * @param labels equalities, as in <code>alertname="A", team="data"</code>; one that a rule is named by takes the contact
     *     points of that rule
     */
    @GetMapping("/route")
    TakenAnswer route(@RequestParam String labels, @RequestParam(required = false) @Nullable String at) {
        List<LabelMatcher> matchers = ApiReading.matchers("labels", List.of(labels));
        return TakenAnswer.of(routes.answer(catalog.current(), matchers, ApiReading.time("at", at, clock.instant())));
    }

    record TextBody(@Nullable String text) {}

    /** @param diff from the file to the text, in the unified form */
    record PolicyDraftAnswer(boolean valid, List<RuleJson.RemarkAnswer> problems, List<String> diff) {}

    /** What is wrong with a text if it were the file's; nothing is stored. */
    @PostMapping("/check")
    PolicyDraftAnswer check(@RequestBody TextBody body) {
        String text = body.text() == null ? "" : body.text();
        PolicyFileResult result = catalog.check(text);
        boolean isValid = result.policies().isPresent();
        String name = catalog.file().getFileName().toString();
        return new PolicyDraftAnswer(
                isValid,
                remarks(result.problems()),
                isValid ? UnifiedDiff.between(catalog.text().orElse(""), text, name) : List.of());
    }
}
