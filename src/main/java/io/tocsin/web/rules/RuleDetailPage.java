package io.tocsin.web.rules;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.evaluation.hint.SelectorHints;
import io.tocsin.evaluation.query.QuestionSharing;
import io.tocsin.label.Labels;
import io.tocsin.logql.syntax.QueryToken;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.rule.lint.LintFinding;
import io.tocsin.task.SafeMono;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** Everything about one rule: what its file says, how it stands, and what happened to it. */
@Controller
class RuleDetailPage {

    private static final int MAX_INSTANCES = 100;
    private static final int MAX_HOURS = 48;

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final AlertInstances instances;
    private final RuleHistory history;
    private final RuleValues values;
    private final RuleExcerpt excerpt;
    private final SelectorHints hints;
    private final RuleInstances ways;

    RuleDetailPage(
            RuleCatalog catalog,
            RuleRecords records,
            AlertInstances instances,
            RuleHistory history,
            RuleValues values,
            RuleExcerpt excerpt,
            SelectorHints hints,
            RuleInstances ways) {
        this.catalog = catalog;
        this.records = records;
        this.instances = instances;
        this.history = history;
        this.values = values;
        this.excerpt = excerpt;
        this.hints = hints;
        this.ways = ways;
    }

    @GetMapping("/rules/{id}")
    String rule(@PathVariable String id, @RequestParam(defaultValue = "3") int hours, Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        RuleAddress.FoundRule found = find(snapshot, id);
        RuleKey key = found.rule().key();
        List<AlertInstance> active = active(key);
        Duration offset = values.offset(found.group());
        model.addAttribute("rule", RuleDetail.of(found.group(), found.rule(), PlainDurations.print(offset)));
        model.addAttribute(
                "status", RuleView.of(found.rule(), records.summary(key).orElse(null), counts(active)));
        model.addAttribute(
                "instances",
                active.stream().limit(MAX_INSTANCES).map(RuleInstances::view).toList());
        Labels labels = ways.labels(found.rule(), active);
        model.addAttribute("ways", ways.ways(found.rule(), labels));
        model.addAttribute("wayLabels", labels.toString());
        model.addAttribute("unlisted", Math.max(0, active.size() - MAX_INSTANCES));
        model.addAttribute(
                "folded",
                active.stream()
                        .filter(AlertInstance::isFolded)
                        .mapToLong(instance -> Math.round(instance.value()))
                        .sum());
        model.addAttribute("limit", found.group().mostInstances());
        model.addAttribute("hours", bounded(hours));
        model.addAttribute("timeline", history.timeline(found, active, Duration.ofHours(bounded(hours))));
        model.addAttribute("periods", BacktestPeriod.choices());
        model.addAttribute("transitions", history.transitions(found));
        model.addAttribute("evaluations", history.evaluations(found, offset));
        model.addAttribute("notifications", history.notifications(found));
        List<LintFinding> findings = snapshot.findings().stream()
                .filter(finding -> finding.rule().equals(key))
                .toList();
        model.addAttribute("findings", findings);
        model.addAttribute("hints", active.isEmpty() ? hints.of(found.group(), found.rule()) : List.of());
        model.addAttribute("excerpt", excerpt.of(found, snapshot, findings));
        Optional<QuestionSharing.SharedQuestion> shared = values.shared(found);
        model.addAttribute("shared", shared.orElse(null));
        model.addAttribute("windows", values.windows(found, shared).orElse(null));
        model.addAttribute("query", QueryToken.of(found.rule().expression().strip()));
        model.addAttribute(
                "problems",
                snapshot.problems().stream()
                        .filter(problem -> problem.file().equals(key.group().file()))
                        .toList());
        return "rule";
    }

    private static Map<InstanceState, Integer> counts(List<AlertInstance> active) {
        return active.stream().collect(Collectors.toMap(AlertInstance::state, instance -> 1, Integer::sum));
    }

    @GetMapping("/rules/{id}/values")
    @ResponseBody
    Mono<RuleValues.Chart> values(@PathVariable String id, @RequestParam(defaultValue = "3") int hours) {
        RuleAddress.FoundRule found = find(catalog.snapshot(), id);
        Duration window = Duration.ofHours(bounded(hours));
        return SafeMono.fromCallable(
                        () -> history.timeline(found, active(found.rule().key()), window)
                                .spans())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(spans -> values.chart(found, window, spans));
    }

    private List<AlertInstance> active(RuleKey key) {
        return instances.findByGroup(key.group()).stream()
                .filter(instance -> instance.rule().equals(key) && instance.state() != InstanceState.RESOLVED)
                .toList();
    }

    private static int bounded(int hours) {
        return Math.min(Math.max(hours, 1), MAX_HOURS);
    }

    private static RuleAddress.FoundRule find(RuleCatalogSnapshot snapshot, String id) {
        return RuleAddress.find(snapshot, id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.rule.missing"));
    }
}
