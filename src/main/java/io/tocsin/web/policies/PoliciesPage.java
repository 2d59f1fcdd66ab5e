package io.tocsin.web.policies;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.notification.InhibitRule;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.notification.file.PolicyFileResult;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.Silence;
import io.tocsin.web.FormValues;
import io.tocsin.web.ReaderZone;
import io.tocsin.web.drafts.UnifiedDiff;
import io.tocsin.yaml.FileProblem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

/** The routing tree with what went through it, its times and inhibitions, where labels would go, and a draft of the file. */
@Controller
class PoliciesPage {

    private final PolicyCatalog catalog;
    private final RuleCatalog rules;
    private final TakenWays taken;
    private final NotificationViews notifications;
    private final Silencing silencing;
    private final Clock clock;

    PoliciesPage(
            PolicyCatalog catalog,
            RuleCatalog rules,
            TakenWays taken,
            NotificationViews notifications,
            Silencing silencing,
            Clock clock) {
        this.catalog = catalog;
        this.rules = rules;
        this.taken = taken;
        this.notifications = notifications;
        this.silencing = silencing;
        this.clock = clock;
    }

    /** An inhibition in words. */
    record InhibitionView(String source, String target, String equal) {}

    /** @param kind {@code added}, {@code removed}, {@code place} or empty */
    record PolicyDiffLine(String text, String kind) {}

    @GetMapping("/policies")
    String policies(FormValues query, ServerWebExchange exchange, Model model) {
        ZoneId zone = ReaderZone.of(exchange);
        model.addAttribute("draft", null);
        model.addAttribute("text", catalog.text().orElse(""));
        model.addAttribute("draftProblems", List.of());
        model.addAttribute("diff", List.of());
        show(catalog.current(), zone, model);
        ask(catalog.current(), query, model);
        return "policies";
    }

    /** Shows what a text would do if it were the file's; nothing is stored. */
    @PostMapping("/policies")
    String draft(FormValues form, ServerWebExchange exchange, Model model) {
        ZoneId zone = ReaderZone.of(exchange);
        String text = form.values().getFirst("text") == null
                ? ""
                : String.valueOf(form.values().getFirst("text")).replace("\r\n", "\n");
        PolicyFileResult result = catalog.check(text);
        Policies shown = result.policies().orElseGet(catalog::current);
        model.addAttribute("draft", result.policies().isPresent() ? "valid" : "broken");
        model.addAttribute("text", text);
        model.addAttribute(
                "draftProblems",
                result.problems().stream().map(FileProblem::toString).toList());
        model.addAttribute("diff", result.policies().isPresent() ? diff(text) : List.of());
        show(shown, zone, model);
        ask(shown, form, model);
        return "policies";
    }

    private List<PolicyDiffLine> diff(String text) {
        String name = catalog.file().getFileName().toString();
        return UnifiedDiff.between(catalog.text().orElse(""), text, name).stream()
                .map(line -> new PolicyDiffLine(line, kind(line)))
                .toList();
    }

    private static String kind(String line) {
        if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("@@")) {
            return "place";
        }
        return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "";
    }

    private void show(Policies policies, ZoneId zone, Model model) {
        Instant now = clock.instant();
        Instant midnight = now.atZone(zone).truncatedTo(ChronoUnit.DAYS).toInstant();
        TakenWays.Taken today = taken.since(midnight, policies.tree());
        PolicyCatalog.Snapshot snapshot = catalog.snapshot();
        model.addAttribute("file", catalog.file().toString());
        model.addAttribute("isFromFile", snapshot.isFromFile());
        model.addAttribute("loadedAt", snapshot.loadedAt());
        model.addAttribute(
                "problems",
                snapshot.problems().stream().map(FileProblem::toString).toList());
        model.addAttribute("rows", PolicyRow.of(policies, today.byPath(), now));
        model.addAttribute("named", today.named());
        model.addAttribute("weeks", weeks(policies, now, zone));
        model.addAttribute(
                "inhibitions",
                policies.inhibitRules().stream().map(PoliciesPage::view).toList());
        model.addAttribute("inhibitedNow", notifications.inhibited().size());
        model.addAttribute("readerZone", zone.getId().equals("Z") ? "UTC" : zone.getId());
    }

    private static List<WeekView> weeks(Policies policies, Instant now, ZoneId zone) {
        Map<String, List<String>> uses = new TreeMap<>();
        policies.timeIntervals().keySet().forEach(name -> uses.put(name, new ArrayList<>()));
        collectUses(policies.tree().root(), uses);
        return uses.entrySet().stream()
                .map(entry -> WeekView.of(
                        entry.getKey(),
                        policies.timeIntervals().getOrDefault(entry.getKey(), List.of()),
                        entry.getValue(),
                        now,
                        zone))
                .toList();
    }

    private static void collectUses(NotificationPolicy policy, Map<String, List<String>> uses) {
        policy.speaks()
                .notIn()
                .forEach(name ->
                        uses.computeIfAbsent(name, unseen -> new ArrayList<>()).add(policy.path()));
        policy.speaks()
                .onlyIn()
                .forEach(name ->
                        uses.computeIfAbsent(name, unseen -> new ArrayList<>()).add(policy.path()));
        policy.children().forEach(child -> collectUses(child, uses));
    }

    private static InhibitionView view(InhibitRule rule) {
        return new InhibitionView(text(rule.source()), text(rule.target()), String.join(", ", rule.equal()));
    }

    private static String text(List<LabelMatcher> matchers) {
        return "{"
                + String.join(
                        ", ", matchers.stream().map(LabelMatcher::toString).toList()) + "}";
    }

    private void ask(Policies policies, FormValues query, Model model) {
        String labels = query.text("labels");
        model.addAttribute("labels", labels);
        model.addAttribute("at", query.text("at"));
        model.addAttribute("zone", query.text("zone").isEmpty() ? "UTC" : query.text("zone"));
        model.addAttribute("labelsProblem", "");
        model.addAttribute("answer", null);
        if (labels.isEmpty()) {
            return;
        }
        try {
            model.addAttribute("answer", answer(policies, MatcherParser.parseAll(labels), at(query)));
        } catch (MatcherSyntaxException e) {
            model.addAttribute("labelsProblem", String.valueOf(e.getMessage()));
        }
    }

    private RouteAnswer answer(Policies policies, List<LabelMatcher> matchers, Instant at) {
        Map<String, String> values = new TreeMap<>();
        matchers.stream()
                .filter(matcher -> matcher.type() == MatchType.EQUAL)
                .forEach(matcher -> values.put(matcher.name(), matcher.value()));
        List<Silence> silences = silencing.findUnexpired().stream()
                .map(Silencing.SilenceView::silence)
                .toList();
        Labels labels = Labels.of(values);
        return RouteAnswer.of(policies, labels, namedByRule(labels.get(Labels.ALERT_NAME)), silences, at);
    }

    /** What the rule of that name says, when there is exactly one. */
    private List<ContactPointName> namedByRule(String alert) {
        List<AlertRule> found = rules.snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.name().equals(alert))
                .limit(2)
                .toList();
        return found.size() == 1 ? found.get(0).contactPoints() : List.of();
    }

    private Instant at(FormValues query) {
        if (query.text("at").isEmpty()) {
            return clock.instant();
        }
        try {
            return LocalDateTime.parse(query.text("at"))
                    .atZone(ReaderZone.parse(query.text("zone")))
                    .toInstant();
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
