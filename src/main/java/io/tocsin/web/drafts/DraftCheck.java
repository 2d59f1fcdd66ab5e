package io.tocsin.web.drafts;

import io.tocsin.alert.AlertInstance;
import io.tocsin.evaluation.replay.RuleTrials;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleFileTexts;
import io.tocsin.rule.lint.RuleLinter;
import io.tocsin.text.Caret;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainBytes;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.rules.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at a draft as a reload would, and at what it would do now. Blocks; nothing is stored. */
@Component
public class DraftCheck {

    private static final int MAX_TRIALS = 20;
    private static final int MAX_VALUES = 50;
    private static final int MAX_ACTIVE = 10;

    private final RuleFileParser parser;
    private final RuleLinter linter;
    private final RuleTrials trials;
    private final RuleCatalog catalog;
    private final RuleFileTexts texts;

    DraftCheck(RuleFileParser parser, RuleLinter linter, RuleTrials trials, RuleCatalog catalog, RuleFileTexts texts) {
        this.parser = parser;
        this.linter = linter;
        this.trials = trials;
        this.catalog = catalog;
        this.texts = texts;
    }

    public DraftReport report(Draft draft) {
        if (!draft.hasUsableName()) {
            return DraftReport.unusable("name");
        }
        RuleFileResult read = parser.parse(draft.text(), draft.file());
        List<RuleGroup> tried = read.ruleFile().map(this::tried).orElse(List.of());
        List<RuleGroup> shown = limited(tried);
        return new DraftReport(
                "",
                read.problems().stream().map(problem -> remark(draft, problem)).toList(),
                read.warnings().stream().map(warning -> remark(draft, warning)).toList(),
                read.ruleFile().map(file -> linter.lint(List.of(file))).orElse(List.of()),
                shown.stream().flatMap(group -> trials(group).stream()).toList(),
                count(tried) - count(shown),
                diff(draft).stream().map(DraftReport.DiffLine::of).toList());
    }

    /** The change from the file on disk to the draft. */
    List<String> diff(Draft draft) {
        String before = texts.read(draft.file()).orElse("");
        String after = draft.text();
        if (before.contains("\r\n")) {
            after = after.replace("\n", "\r\n");
        }
        if (!after.isEmpty() && (before.isEmpty() || before.endsWith("\n")) && !after.endsWith("\n")) {
            after = after + "\n";
        }
        return UnifiedDiff.between(before, after, draft.file());
    }

    /** The groups with the rules that are new or ask something else; the whole file when there is no such rule. */
    List<RuleGroup> tried(RuleFile file) {
        List<RuleGroup> changed = file.groups().stream()
                .map(group -> group.withRules(group.rules().stream()
                        .filter(rule -> isChanged(group, rule))
                        .toList()))
                .filter(group -> !group.rules().isEmpty())
                .toList();
        return changed.isEmpty() ? file.groups() : changed;
    }

    Optional<RuleFile> valid(Draft draft) {
        return draft.hasUsableName() ? parser.parse(draft.text(), draft.file()).ruleFile() : Optional.empty();
    }

    private boolean isChanged(RuleGroup group, AlertRule rule) {
        Optional<RuleGroup> before = catalog.snapshot().group(group.key());
        Optional<AlertRule> known = catalog.snapshot().rule(rule.key());
        return known.isEmpty()
                || before.isEmpty()
                || !before.get().interval().equals(group.interval())
                || !before.get().dataSource().equals(group.dataSource())
                || !meaning(known.get()).equals(meaning(rule));
    }

    private static List<Object> meaning(AlertRule rule) {
        return List.of(
                rule.expression(),
                rule.activeWhen(),
                rule.holdDuration(),
                rule.keepFiringFor(),
                rule.noData(),
                rule.onError(),
                rule.annotationSources());
    }

    private static int count(List<RuleGroup> groups) {
        return groups.stream().mapToInt(group -> group.rules().size()).sum();
    }

    private static List<RuleGroup> limited(List<RuleGroup> groups) {
        List<RuleGroup> limited = new ArrayList<>();
        int room = MAX_TRIALS;
        for (RuleGroup group : groups) {
            List<AlertRule> rules =
                    group.rules().subList(0, Math.min(room, group.rules().size()));
            if (!rules.isEmpty()) {
                limited.add(group.withRules(rules));
            }
            room -= rules.size();
        }
        return limited;
    }

    private List<DraftReport.RuleTrialView> trials(RuleGroup group) {
        return trials.evaluate(group).stream().map(trial -> view(group, trial)).toList();
    }

    private static DraftReport.RuleTrialView view(RuleGroup group, RuleTrials.Trial trial) {
        return new DraftReport.RuleTrialView(
                trial.rule().name(),
                group.key().group(),
                trial.error(),
                DraftReport.FirstOf.of(trial.values(), MAX_VALUES, sample -> value(trial.rule(), sample)),
                DraftReport.FirstOf.of(trial.active(), MAX_ACTIVE, DraftCheck::active),
                trial.duration().toMillis(),
                trial.bytesRead() == 0 ? "" : PlainBytes.print(trial.bytesRead()),
                PlainDurations.print(trial.rule().holdDuration()));
    }

    private static DraftReport.ValueView value(AlertRule rule, Sample sample) {
        return new DraftReport.ValueView(
                sample.labels().asMap(), PlainNumbers.print(sample.value()), rule.isActive(sample.value()));
    }

    private static DraftReport.ActiveView active(AlertInstance instance) {
        return new DraftReport.ActiveView(
                Timeline.withoutName(instance.labels()),
                instance.state().name(),
                instance.annotations().getOrDefault("summary", ""),
                instance.annotations().getOrDefault("description", ""));
    }

    private static DraftReport.DraftRemark remark(Draft draft, RuleProblem problem) {
        List<String> lines = draft.text().lines().toList();
        String source = problem.line() <= lines.size() ? lines.get(problem.line() - 1) : "";
        String caret = Caret.under(source, problem.column());
        return new DraftReport.DraftRemark(problem.toString(), problem.line(), problem.column(), source, caret);
    }
}
