package io.tocsin.web.alerts;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.dispatch.evidence.AlertLines;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.task.SafeMono;
import io.tocsin.web.RuleAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The newest log lines of one alert, asked when somebody opens them in the list. */
@Controller
class AlertLinesPage {

    private final ActiveAlerts alerts;
    private final RuleRecords records;
    private final RuleCatalog catalog;
    private final AlertLines lines;

    AlertLinesPage(ActiveAlerts alerts, RuleRecords records, RuleCatalog catalog, AlertLines lines) {
        this.alerts = alerts;
        this.records = records;
        this.catalog = catalog;
        this.lines = lines;
    }

    private record Subject(AlertInstance instance, RuleReference rule) {}

    @GetMapping("/alerts/lines")
    Mono<String> lines(@RequestParam String rule, @RequestParam String fingerprint, Model model) {
        return SafeMono.fromCallable(() -> find(rule, fingerprint))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(Mono::justOrEmpty)
                .flatMap(subject -> Mono.fromFuture(() -> lines.fetch(subject.instance(), subject.rule())))
                .defaultIfEmpty(Evidence.NONE)
                .doOnNext(evidence -> model.addAttribute("evidence", evidence))
                .thenReturn("fragments/alert-lines :: lines");
    }

    private Optional<Subject> find(String rule, String fingerprint) {
        if (!fingerprint.matches("[0-9a-f]{16}")) {
            return Optional.empty();
        }
        Optional<RuleKey> key = RuleAddress.find(catalog.snapshot(), rule)
                .map(found -> found.rule().key());
        if (key.isEmpty()) {
            return Optional.empty();
        }
        ActiveAlerts.ActiveAlertKey alert =
                new ActiveAlerts.ActiveAlertKey(key.get(), new Fingerprint(Long.parseUnsignedLong(fingerprint, 16)));
        RuleRecord known = records.findByGroup(key.get().group()).get(key.get());
        return known == null
                ? Optional.empty()
                : alerts.findAll(List.of(alert)).stream()
                        .map(instance -> new Subject(instance, known.reference()))
                        .findFirst();
    }
}
