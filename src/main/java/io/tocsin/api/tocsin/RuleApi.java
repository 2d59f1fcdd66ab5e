package io.tocsin.api.tocsin;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiPage.PageQuestion;
import io.tocsin.api.ApiReading;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.rules.RecordingViews;
import io.tocsin.web.rules.RuleDetail;
import io.tocsin.web.rules.RuleInstances;
import io.tocsin.web.rules.RuleRows;
import io.tocsin.web.rules.RuleValues;
import io.tocsin.web.rules.RuleView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The rules in force, and how they stand. */
@RestController
@RequestMapping("/api/tocsin/v1")
class RuleApi {

    private final RuleCatalog catalog;
    private final RuleRows rows;
    private final RecordingViews recordings;
    private final AlertInstances instances;
    private final RuleRecords records;
    private final RuleValues values;
    private final RuleInstances ways;

    RuleApi(
            RuleCatalog catalog,
            RuleRows rows,
            RecordingViews recordings,
            AlertInstances instances,
            RuleRecords records,
            RuleValues values,
            RuleInstances ways) {
        this.catalog = catalog;
        this.rows = rows;
        this.recordings = recordings;
        this.instances = instances;
        this.records = records;
        this.values = values;
        this.ways = ways;
    }

    /** What is wrong with the files of rules, and what the linter says of those in force. */
    record RemarksAnswer(
            String directoryProblem,
            List<RuleJson.RemarkAnswer> problems,
            List<RuleJson.RemarkAnswer> warnings,
            List<RuleJson.RemarkAnswer> findings) {}

    @GetMapping("/rules")
    ApiPage<RuleJson.RuleInList> rules(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        List<RuleRows.Row> shown = rows.of(catalog.snapshot()).stream()
                .filter(row -> row.isShown(show, file, group, q))
                .toList();
        return ApiPage.behind(
                new PageQuestion(cursor, limit),
                shown,
                RuleApi::place,
                Comparator.naturalOrder(),
                page -> page.stream().map(RuleJson.RuleInList::of).toList());
    }

    private static String place(RuleRows.Row row) {
        return String.join(
                "\n",
                row.group().key().file(),
                row.group().key().group(),
                row.rule().name(),
                row.rule().path());
    }

    @GetMapping("/recording-rules")
    List<RuleJson.RecordingAnswer> recordingRules(@RequestParam(defaultValue = "") String q) {
        return recordings.of(catalog.snapshot().groups(), q).stream()
                .map(RuleJson.RecordingAnswer::of)
                .toList();
    }

    @GetMapping("/rule-remarks")
    RemarksAnswer remarks() {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        return new RemarksAnswer(
                snapshot.directoryProblem().orElse(""),
                snapshot.problems().stream()
                        .map(one -> RuleJson.RemarkAnswer.problem(one.file(), one.line(), one.column(), one.text()))
                        .toList(),
                snapshot.warnings().stream()
                        .map(one -> RuleJson.RemarkAnswer.warning(one.file(), one.line(), one.column(), one.text()))
                        .toList(),
                snapshot.findings().stream().map(RuleJson.RemarkAnswer::of).toList());
    }

    @GetMapping("/rules/{id}")
    RuleJson.RuleWhole rule(@PathVariable String id) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        RuleAddress.FoundRule found = find(id);
        RuleKey key = found.rule().key();
        List<AlertInstance> active = active(key);
        Map<InstanceState, Integer> counts =
                active.stream().collect(Collectors.toMap(AlertInstance::state, one -> 1, Integer::sum));
        RuleDetail detail =
                RuleDetail.of(found.group(), found.rule(), PlainDurations.print(values.offset(found.group())));
        RuleView view = RuleView.of(found.rule(), records.summary(key).orElse(null), counts);
        return new RuleJson.RuleWhole(
                RuleJson.RuleInList.of(detail.place().file(), detail.place().group(), view),
                new RuleJson.RuleDefinition(
                        detail.question().condition(),
                        new RuleJson.RuleTimes(
                                detail.place().interval(),
                                detail.place().offset(),
                                detail.terms().holdDuration(),
                                detail.terms().keepFiringFor()),
                        detail.terms().noData(),
                        detail.terms().onError(),
                        detail.place().dataSource(),
                        detail.contactPoints(),
                        detail.texts().labels(),
                        detail.texts().annotations()),
                ways.ways(found.rule(), ways.labels(found.rule(), active)).stream()
                        .map(RuleJson.WayAnswer::of)
                        .toList(),
                snapshot.findings().stream()
                        .filter(finding -> finding.rule().equals(key))
                        .map(RuleJson.RemarkAnswer::of)
                        .toList(),
                snapshot.problems().stream()
                        .filter(problem -> problem.file().equals(key.group().file()))
                        .map(one -> RuleJson.RemarkAnswer.problem(one.file(), one.line(), one.column(), one.text()))
                        .toList());
    }

    @GetMapping("/rules/{id}/instances")
    ApiPage<RuleJson.InstanceAnswer> instances(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        return ApiPage.behind(
                new PageQuestion(cursor, limit),
                active(find(id).rule().key()),
                instance -> instance.fingerprint().toString(),
                Comparator.naturalOrder(),
                page -> page.stream().map(RuleJson.InstanceAnswer::of).toList());
    }

    private List<AlertInstance> active(RuleKey key) {
        return instances.findByGroup(key.group()).stream()
                .filter(instance -> instance.rule().equals(key) && instance.state() != InstanceState.RESOLVED)
                .toList();
    }

    private RuleAddress.FoundRule find(String id) {
        return RuleAddress.find(catalog.snapshot(), id).orElseThrow(() -> ApiReading.missing("error.rule.missing"));
    }
}
