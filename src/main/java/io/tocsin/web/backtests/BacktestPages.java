package io.tocsin.web.backtests;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.backtest.BacktestRequest;
import io.tocsin.backtest.BacktestResult;
import io.tocsin.backtest.Backtests;
import io.tocsin.backtest.TooManyBacktestsException;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.FormValues;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.rules.BacktestPeriod;
import io.tocsin.web.rules.RuleValues;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Begins backtests of rules that are in force, and shows backtests of rules and of drafts. */
@Controller
class BacktestPages {

    private final Backtests backtests;
    private final RuleCatalog catalog;
    private final RuleValues values;
    private final BacktestResultModel results;
    private final Clock clock;

    BacktestPages(
            Backtests backtests, RuleCatalog catalog, RuleValues values, BacktestResultModel results, Clock clock) {
        this.backtests = backtests;
        this.catalog = catalog;
        this.values = values;
        this.results = results;
        this.clock = clock;
    }

    @GetMapping("/backtests")
    String all(Model model) {
        model.addAttribute(
                "jobs", backtests.all().stream().map(BacktestView::of).toList());
        return "backtests";
    }

    @GetMapping("/rules/{id}/backtest")
    String form(@PathVariable String id, Model model) {
        return form(rule(id), id, BacktestPeriod.DEFAULT, "", model);
    }

    /** Also a paused rule is tried. */
    @PostMapping("/rules/{id}/backtest")
    String start(@PathVariable String id, FormValues form, Model model) {
        RuleAddress.FoundRule found = rule(id);
        try {
            BacktestPeriod period = BacktestPeriod.of(form, clock.instant());
            RuleGroup group = found.group().withRules(List.of(found.rule()));
            BacktestJob job = backtests.start(new BacktestRequest(List.of(group), period.start(), period.end()));
            return "redirect:/backtests/" + job.id();
        } catch (BacktestRejectedException | TooManyBacktestsException e) {
            return form(found, id, form.text("period"), String.valueOf(e.getMessage()), model);
        }
    }

    private static String form(RuleAddress.FoundRule found, String id, String period, String problem, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("name", found.rule().name());
        model.addAttribute("periods", BacktestPeriod.choices());
        model.addAttribute("period", period);
        model.addAttribute("problem", problem);
        return "backtest-form";
    }

    @GetMapping("/backtests/{id}")
    String job(@PathVariable String id, ServerHttpResponse response, Model model) {
        BacktestJob job = find(id);
        if (job.isFinished()) {
            // Heeded by the script that asks how far it is, and by nothing else.
            response.getHeaders().set("HX-Refresh", "true");
        }
        model.addAttribute("job", BacktestView.of(job));
        model.addAttribute("rulePath", rulePath(job));
        BacktestResult result = job.result();
        model.addAttribute("result", result);
        if (result != null) {
            results.fill(job, result, model);
        }
        return "backtest";
    }

    /** The page of the first rule; empty when it is not, or not yet, in force. */
    private String rulePath(BacktestJob job) {
        AlertRule first = first(job).rule();
        String id = RuleAddress.id(first.key());
        return RuleAddress.find(catalog.snapshot(), id).isPresent() ? RuleAddress.path(first.key()) : "";
    }

    /** The values of the first rule over the period, with what would have fired. */
    @GetMapping("/backtests/{id}/values")
    @ResponseBody
    Mono<RuleValues.Chart> values(@PathVariable String id) {
        BacktestJob job = find(id);
        BacktestResult result = job.result();
        List<RuleValues.Span> spans =
                result == null ? List.of() : BacktestView.timeline(result).spans();
        return values.chart(first(job), job.request().start(), job.request().end(), spans);
    }

    @PostMapping("/backtests/{id}/cancel")
    String cancel(@PathVariable String id) {
        backtests.cancel(find(id).id());
        return "redirect:/backtests/" + id;
    }

    private static RuleAddress.FoundRule first(BacktestJob job) {
        RuleGroup group = job.request().groups().stream()
                .filter(one -> !one.rules().isEmpty())
                .findFirst()
                .orElseThrow();
        return new RuleAddress.FoundRule(group, group.rules().get(0));
    }

    private BacktestJob find(String id) {
        return backtests
                .find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.backtest.missing"));
    }

    private RuleAddress.FoundRule rule(String id) {
        return RuleAddress.find(catalog.snapshot(), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.rule.missing"));
    }
}
