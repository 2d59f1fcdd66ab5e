package io.tocsin.web.policies;

import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.notification.InhibitRule;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.notification.file.PolicyFileResult;
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
    private final RouteQuestions routes;
    private final TakenWays taken;
    private final NotificationViews notifications;
    private final Clock clock;

    PoliciesPage(
            PolicyCatalog catalog,
            RouteQuestions routes,
            TakenWays taken,
            NotificationViews notifications,
            Clock clock) {
        this.catalog = catalog;
        this.routes = routes;
        this.taken = taken;
        this.notifications = notifications;
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
        show(catalog.current(), taken(catalog.current(), zone), zone, model);
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
        // While it is typed only what is wrong is taken from the answer.
        boolean isLive = exchange.getRequest().getHeaders().containsHeader("HX-Request");
        show(shown, isLive ? TakenWays.Taken.UNASKED : taken(shown, zone), zone, model);
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

    private TakenWays.Taken taken(Policies policies, ZoneId zone) {
        Instant midnight =
                clock.instant().atZone(zone).truncatedTo(ChronoUnit.DAYS).toInstant();
        return taken.since(midnight, policies.tree());
    }

    private void show(Policies policies, TakenWays.Taken today, ZoneId zone, Model model) {
        Instant now = clock.instant();
        PolicyCatalog.Snapshot snapshot = catalog.snapshot();
        model.addAttribute("file", catalog.file().toString());
        model.addAttribute("isFromFile", snapshot.isFromFile());
        model.addAttribute("loadedAt", snapshot.loadedAt());
        model.addAttribute(
                "problems",
                snapshot.problems().stream().map(FileProblem::toString).toList());
        model.addAttribute("rows", PolicyRow.of(policies, today.byPath(), now));
        model.addAttribute("named", today.named());
        model.addAttribute("mostCounted", today.isCut() ? TakenWays.MOST_ALERTS : 0);
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
            model.addAttribute("answer", routes.answer(policies, MatcherParser.parseAll(labels), at(query)));
        } catch (MatcherSyntaxException e) {
            model.addAttribute("labelsProblem", String.valueOf(e.getMessage()));
        }
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
