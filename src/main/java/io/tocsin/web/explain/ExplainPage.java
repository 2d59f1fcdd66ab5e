package io.tocsin.web.explain;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Answers why people were, or were not, told of an alert. */
@Controller
class ExplainPage {

    private static final String EXAMPLE = "alertname=\"OcrErrors\", host=\"server1\"";

    private final Explainer explainer;
    private final Clock clock;

    ExplainPage(Explainer explainer, Clock clock) {
        this.explainer = explainer;
        this.clock = clock;
    }

    @GetMapping("/explain")
    String explain(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "UTC") String zone,
            Model model) {
        model.addAttribute("zone", zone);
        model.addAttribute("q", q);
        model.addAttribute("rule", rule);
        model.addAttribute("at", at);
        model.addAttribute("example", EXAMPLE);
        model.addAttribute("problem", "");
        model.addAttribute("isAsked", !q.isBlank() || !rule.isEmpty());
        model.addAttribute("explanations", List.of());
        model.addAttribute("isCut", false);
        if (!q.isBlank() || !rule.isEmpty()) {
            try {
                add(MatcherParser.parseAll(q), rule, time(at, zone), model);
            } catch (MatcherSyntaxException e) {
                model.addAttribute("problem", String.valueOf(e.getMessage()));
            } catch (DateTimeException e) {
                model.addAttribute("problem", "\"" + at + "\" is not a time; write 2026-03-01T10:02");
            }
        }
        return "explain";
    }

    private void add(List<LabelMatcher> matchers, String rule, Instant until, Model model) {
        Explainer.Explanations answer = explainer.answer(matchers, rule, until);
        model.addAttribute("isCut", answer.isCut());
        model.addAttribute("explanations", answer.explanations());
    }

    private Instant time(String at, String zone) {
        if (at.isBlank()) {
            return clock.instant();
        }
        return at.endsWith("Z")
                ? Instant.parse(at)
                : LocalDateTime.parse(at).atZone(ZoneId.of(zone)).toInstant();
    }
}
