package io.tocsin.web.explain;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.RuleAddress;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Answers why people were, or were not, told of an alert. */
@Controller
class ExplainPage {

    private static final String EXAMPLE = "alertname=\"OcrErrors\", host=\"server1\"";
    private static final int MAX_RULES = 3;

    private final RuleCatalog catalog;
    private final Explainer explainer;
    private final Clock clock;

    ExplainPage(RuleCatalog catalog, Explainer explainer, Clock clock) {
        this.catalog = catalog;
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
        List<RuleAddress.FoundRule> rules = rules(matchers, rule);
        model.addAttribute("isCut", rules.size() > MAX_RULES);
        model.addAttribute(
                "explanations",
                rules.stream()
                        .limit(MAX_RULES)
                        .map(found -> explainer.explain(found, matchers, until))
                        .toList());
    }

    /** Rules whose name, and whose own labels where no template fills them, agree with the matchers. */
    private List<RuleAddress.FoundRule> rules(List<LabelMatcher> matchers, String id) {
        if (!id.isEmpty()) {
            return RuleAddress.find(catalog.snapshot(), id).stream().toList();
        }
        List<RuleAddress.FoundRule> found = new ArrayList<>();
        for (RuleGroup group : catalog.snapshot().groups()) {
            group.rules().stream()
                    .map(rule -> new RuleAddress.FoundRule(group, rule))
                    .filter(rule -> matchers.stream().allMatch(matcher -> mayMatch(matcher, rule)))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean mayMatch(LabelMatcher matcher, RuleAddress.FoundRule found) {
        if (matcher.name().equals(Labels.ALERT_NAME)) {
            return matcher.matchesValue(found.rule().name());
        }
        var template = found.rule().labels().get(matcher.name());
        return template == null || template.source().contains("{{") || matcher.matchesValue(template.source());
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
