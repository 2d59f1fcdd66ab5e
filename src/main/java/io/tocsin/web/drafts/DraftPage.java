package io.tocsin.web.drafts;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.backtest.BacktestRequest;
import io.tocsin.backtest.Backtests;
import io.tocsin.backtest.TooManyBacktestsException;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.file.RuleFileTexts;
import io.tocsin.web.FormValues;
import io.tocsin.web.rules.BacktestPeriod;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The editor for a rule file. Rule files live in git: the page reads them, tries changes, and hands back a diff, but it
 * never writes them.
 */
@Controller
class DraftPage {

    private static final String NEW_FILE = "new-rules.yml";
    private static final String EXAMPLE = """
            groups:
              - name: example
                interval: 1m
                rules:
                  - alert: ErrorsInLog
                    expr: sum by (host) (count_over_time({job="app"} |= "ERROR" [5m]))
                    condition: "> 0"
                    labels: {severity: warning}
                    annotations:
                      summary: "{{value}} errors on {{labels.host}}"
            """;

    private final DraftCheck check;
    private final RuleFileTexts texts;
    private final Backtests backtests;
    private final Clock clock;

    DraftPage(DraftCheck check, RuleFileTexts texts, Backtests backtests, Clock clock) {
        this.check = check;
        this.texts = texts;
        this.backtests = backtests;
        this.clock = clock;
    }

    /** Begins with the file on disk, or with an example for a new one. */
    @GetMapping("/drafts")
    String begin(FormValues query, Model model) {
        String file = query.text("file").isEmpty() ? NEW_FILE : query.text("file");
        Optional<String> text = texts.read(file);
        Draft draft = new Draft(file, text.orElse(EXAMPLE).replace("\r\n", "\n"));
        model.addAttribute("line", query.text("line"));
        return page(draft, null, "", BacktestPeriod.DEFAULT, model);
    }

    @PostMapping("/drafts")
    String check(FormValues form, Model model) {
        Draft draft = Draft.of(form);
        return page(draft, check.report(draft), "", period(form), model);
    }

    /** The rules that the draft changes, or all of them when it changes none. */
    @PostMapping("/drafts/backtest")
    String backtest(FormValues form, Model model) {
        Draft draft = Draft.of(form);
        Optional<RuleFile> file = check.valid(draft);
        if (file.isEmpty()) {
            return page(draft, check.report(draft), "", period(form), model);
        }
        try {
            BacktestPeriod period = BacktestPeriod.of(form, clock.instant());
            BacktestJob job =
                    backtests.start(new BacktestRequest(check.tried(file.get()), period.start(), period.end()));
            return "redirect:/backtests/" + job.id();
        } catch (BacktestRejectedException | TooManyBacktestsException e) {
            return page(draft, null, String.valueOf(e.getMessage()), period(form), model);
        }
    }

    @PostMapping("/drafts/diff")
    ResponseEntity<String> diff(FormValues form) {
        Draft draft = Draft.of(form);
        if (!draft.hasUsableName()) {
            return ResponseEntity.badRequest().build();
        }
        ContentDisposition download =
                ContentDisposition.attachment().filename(draft.diffName()).build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, download.toString())
                .contentType(new MediaType("text", "x-diff", java.nio.charset.StandardCharsets.UTF_8))
                .body(String.join("\n", check.diff(draft)) + "\n");
    }

    private static String period(FormValues form) {
        return form.text("period").isEmpty() ? BacktestPeriod.DEFAULT : form.text("period");
    }

    private static String page(
            Draft draft, @Nullable DraftReport report, String backtestProblem, String period, Model model) {
        model.addAttribute("draft", draft);
        model.addAttribute("report", report);
        model.addAttribute("backtestProblem", backtestProblem);
        model.addAttribute("periods", BacktestPeriod.choices());
        model.addAttribute("period", period);
        return "draft";
    }
}
