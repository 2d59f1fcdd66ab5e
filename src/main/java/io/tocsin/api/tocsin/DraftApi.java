package io.tocsin.api.tocsin;

import io.tocsin.api.ApiReading;
import io.tocsin.web.drafts.Draft;
import io.tocsin.web.drafts.DraftCheck;
import io.tocsin.web.drafts.DraftReport;
import io.tocsin.web.templates.TemplateTrial;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Looks at texts that are not in force: a rule file, a message template. Nothing is stored, and nothing sent. */
@RestController
@RequestMapping("/api/tocsin/v1")
class DraftApi {

    private final DraftCheck drafts;
    private final TemplateTrial templates;

    DraftApi(DraftCheck drafts, TemplateTrial templates) {
        this.drafts = drafts;
        this.templates = templates;
    }

    /** @param file where it is meant to be, relative to the rules directory */
    record DraftBody(@Nullable String file, @Nullable String text) {}

    /**
     * What a reload would say of the draft, and what its rules would do now.
     *
     * @param trials of the rules that the draft changes, or of all when it changes none
     * @param hiddenTrials how many rules were left out
     * @param diff from the file in force to the draft, in the unified form
     */
    record DraftAnswer(
            boolean valid,
            List<RuleJson.RemarkAnswer> problems,
            List<RuleJson.RemarkAnswer> warnings,
            List<RuleJson.RemarkAnswer> findings,
            List<TrialAnswer> trials,
            int hiddenTrials,
            List<String> diff) {}

    /** One rule, evaluated now; lists are cut, and the counts are whole. */
    record TrialAnswer(
            String name,
            String group,
            String error,
            int series,
            List<TrialValue> values,
            int activeCount,
            List<TrialActive> active) {

        static TrialAnswer of(DraftReport.RuleTrialView view) {
            return new TrialAnswer(
                    view.name(),
                    view.group(),
                    view.error(),
                    view.values().count(),
                    view.values().shown().stream()
                            .map(one -> new TrialValue(one.labels(), one.value(), one.isActive()))
                            .toList(),
                    view.active().count(),
                    view.active().shown().stream()
                            .map(one -> new TrialActive(
                                    one.labels(), RuleJson.lower(one.state()), one.summary(), one.description()))
                            .toList());
        }
    }

    record TrialValue(Map<String, String> labels, String value, boolean active) {}

    record TrialActive(Map<String, String> labels, String state, String summary, String description) {}

    @PostMapping("/drafts")
    DraftAnswer check(@RequestBody DraftBody body) {
        String text = body.text() == null ? "" : body.text();
        Draft draft = new Draft(
                ApiReading.text(body.file()), text.replace("\r\n", "\n").replace('\r', '\n'));
        DraftReport report = drafts.report(draft);
        if (!report.problem().isEmpty()) {
            throw ApiReading.bad(
                    "file must be the name of a rule file below the rules directory, as in jobs.yml", null);
        }
        return new DraftAnswer(
                report.isValid(),
                report.problems().stream()
                        .map(one -> RuleJson.RemarkAnswer.problem(draft.file(), one.line(), one.column(), one.text()))
                        .toList(),
                report.warnings().stream()
                        .map(one -> RuleJson.RemarkAnswer.warning(draft.file(), one.line(), one.column(), one.text()))
                        .toList(),
                report.findings().stream().map(RuleJson.RemarkAnswer::of).toList(),
                report.trials().stream().map(TrialAnswer::of).toList(),
                report.hiddenTrials(),
                report.diff().stream().map(DraftReport.DiffLine::text).toList());
    }

    /**
     * A title and a text of one's own.
     *
     * @param language {@code en} or {@code ko}
     * @param delivery a delivery whose message is rendered; absent: a sample
     */
    record TemplateBody(
            @Nullable String title,
            @Nullable String text,
            @Nullable String language,
            @Nullable Long delivery) {}

    /** @param builtIn whether nothing was given, or the text failed, so that the built-in one is shown */
    record TemplateAnswer(List<String> problems, String title, String text, boolean builtIn) {}

    /** What becomes of a template with a message. */
    @PostMapping("/templates")
    TemplateAnswer template(@RequestBody TemplateBody body) {
        TemplateTrial.TrialResult result = templates.run(
                ApiReading.text(body.title()),
                ApiReading.text(body.text()),
                "ko".equals(body.language()) ? "ko" : "en",
                body.delivery() == null ? "" : Long.toString(body.delivery()));
        return new TemplateAnswer(result.problems(), result.title(), result.text(), result.isBuiltIn());
    }
}
