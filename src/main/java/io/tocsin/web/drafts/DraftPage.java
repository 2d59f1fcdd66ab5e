package io.tocsin.web.drafts;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.backtest.BacktestRequest;
import io.tocsin.backtest.Backtests;
import io.tocsin.backtest.TooManyBacktestsException;
import io.tocsin.rule.RuleFile;
import io.tocsin.rule.file.RuleFileTexts;
import io.tocsin.task.SafeMono;
import io.tocsin.web.FormValues;
import io.tocsin.web.rules.BacktestPeriod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
    private final DraftBeginnings beginnings;
    private final Clock clock;
    private final Path rulesDirectory;

    DraftPage(
            DraftCheck check,
            RuleFileTexts texts,
            Backtests backtests,
            DraftBeginnings beginnings,
            Clock clock,
            @Value("${tocsin.rules-dir}") String rulesDirectory) {
        this.beginnings = beginnings;
        this.rulesDirectory = Path.of(rulesDirectory).toAbsolutePath();
        this.check = check;
        this.texts = texts;
        this.backtests = backtests;
        this.clock = clock;
    }

    /** Begins with the file on disk, with a sample or a query, or with an example for a new file. */
    @GetMapping("/drafts")
    Mono<String> begin(FormValues query, Locale locale, Model model) {
        model.addAttribute("line", query.text("line"));
        Mono<Draft> draft = query.has("sample") || query.has("query")
                ? beginnings.of(query, locale)
                : SafeMono.fromCallable(() -> onDisk(query)).subscribeOn(Schedulers.boundedElastic());
        return draft.map(begun -> page(begun, null, "", BacktestPeriod.DEFAULT, model));
    }

    private Draft onDisk(FormValues query) {
        String file = query.text("file").isEmpty() ? NEW_FILE : query.text("file");
        Optional<String> text = texts.read(file);
        return new Draft(file, text.orElse(EXAMPLE).replace("\r\n", "\n"));
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
        return download(draft.diffName(), "text/x-diff", String.join("\n", check.diff(draft)) + "\n");
    }

    /** The draft itself, to be saved where the rules are. */
    @PostMapping("/drafts/file")
    ResponseEntity<String> file(FormValues form) {
        Draft draft = Draft.of(form);
        if (!draft.hasUsableName()) {
            return ResponseEntity.badRequest().build();
        }
        return download(draft.fileName(), "application/yaml", draft.text());
    }

    private static ResponseEntity<String> download(String name, String type, String text) {
        ContentDisposition download =
                ContentDisposition.attachment().filename(name).build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, download.toString())
                .contentType(new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8))
                .body(text);
    }

    private static String period(FormValues form) {
        return form.text("period").isEmpty() ? BacktestPeriod.DEFAULT : form.text("period");
    }

    private String page(Draft draft, @Nullable DraftReport report, String backtestProblem, String period, Model model) {
        model.addAttribute("draft", draft);
        model.addAttribute("samples", SampleRules.NAMES);
        model.addAttribute("target", rulesDirectory.resolve(draft.hasUsableName() ? draft.file() : NEW_FILE));
        model.addAttribute("report", report);
        model.addAttribute("backtestProblem", backtestProblem);
        model.addAttribute("periods", BacktestPeriod.choices());
        model.addAttribute("period", period);
        return "draft";
    }
}
