package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.MessageGrouping;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.SafeMono;
import io.tocsin.text.PercentEncoding;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes and changes contact points of the page. Secrets go in, and never come out again. */
@Controller
class ContactPointFormPage {

    private static final String DEFAULT_KIND = "slack";
    private final StoredContactPoints stored;
    private final ContactPoints contactPoints;
    private final ContactPointTester tester;
    private final ContactPointDetail detail;
    private final ContactPointAddress addresses;
    private final ContactPointOperations operations;

    ContactPointFormPage(
            StoredContactPoints stored,
            ContactPoints contactPoints,
            ContactPointTester tester,
            ContactPointDetail detail,
            ContactPointAddress addresses,
            ContactPointOperations operations) {
        this.operations = operations;
        this.addresses = addresses;
        this.stored = stored;
        this.contactPoints = contactPoints;
        this.tester = tester;
        this.detail = detail;
    }

    @GetMapping("/contact-points/new")
    String blank(FormValues query, Locale locale, Model model) {
        if (query.has("from")) {
            return page(Shown.fresh(copyOf(query.text("from")), false), List.of(), null, model);
        }
        String kind = ContactPointForm.KINDS.contains(query.text("type")) ? query.text("type") : DEFAULT_KIND;
        return page(
                Shown.fresh(Map.of("type", kind, "send_resolved", "true", "language", language(locale)), false),
                List.of(),
                null,
                model);
    }

    /** Whoever makes a contact point is probably read by people who speak the same language. */
    private static String language(Locale locale) {
        return locale.getLanguage().equals(Locale.KOREAN.getLanguage()) ? "ko" : "en";
    }

    /** Everything but the name and the secrets. */
    private Map<String, String> copyOf(String name) {
        ContactPoint original = detail.require(name);
        Map<String, String> fields = new LinkedHashMap<>(
                find(name).map(ContactPointForm::shown).orElseGet(() -> ContactPointForm.shown(original)));
        fields.remove("name");
        return fields;
    }

    @GetMapping("/contact-points/{name}/edit")
    String edit(@PathVariable("name") String address, Model model) {
        String name = ContactPointAddress.name(address);
        ContactPointDefinition definition = find(name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.contact-point.missing"));
        return page(Shown.fresh(ContactPointForm.shown(definition), true), List.of(), null, model);
    }

    private Optional<ContactPointDefinition> find(String name) {
        return name.isBlank() ? Optional.empty() : stored.find(new ContactPointName(name));
    }

    @PostMapping("/contact-points")
    String save(FormValues form, Principal person, Model model) {
        ContactPointDefinition definition = ContactPointForm.definition(form);
        boolean isChange = form.has("existing");
        List<FieldProblem> problems = nameProblems(definition.name(), isChange);
        if (problems.isEmpty()) {
            problems = operations.save(definition, person.getName()).stream()
                    .map(FieldProblem::of)
                    .toList();
        }
        if (problems.isEmpty()) {
            return "redirect:/contact-points/" + PercentEncoding.part(addresses.of(definition.name())) + "?done=saved";
        }
        return page(Shown.again(definition, isChange), problems, null, model);
    }

    /** A new one must not replace another silently, and a provisioned one is changed in its file. */
    private List<FieldProblem> nameProblems(String name, boolean isChange) {
        if (name.isEmpty()) {
            return List.of(new FieldProblem("name", "contact-points.problem.name", ""));
        }
        boolean isTaken = operations.isTaken(name, isChange);
        return isTaken ? List.of(new FieldProblem("name", "contact-points.problem.taken", name)) : List.of();
    }

    /** Tests what was typed without storing it. */
    @PostMapping("/contact-points/test")
    Mono<String> test(FormValues form, Model model) {
        ContactPointDefinition definition = ContactPointForm.definition(form);
        Shown shown = Shown.again(definition, form.has("existing"));
        return SafeMono.fromCallable(() -> parse(definition, shown))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(result -> {
                    if (!result.problems().isEmpty()) {
                        return SafeMono.fromCallable(() -> page(shown, problems(result), null, model));
                    }
                    return tester.test(result.contactPoints().get(0))
                            .publishOn(Schedulers.boundedElastic())
                            .map(report -> page(shown, List.of(), TestReport.of(report), model));
                });
    }

    /** Shows how messages would look with what was typed; a secret is not needed for that. */
    @PostMapping("/contact-points/preview")
    String preview(FormValues form, Model model) {
        ContactPointDefinition definition = ContactPointForm.definition(form);
        Shown shown = Shown.again(definition, form.has("existing"));
        ContactPointFileParser.ParsedContactPoints result = parse(ContactPointForm.withStandIns(form), shown);
        if (result.problems().isEmpty()) {
            model.addAttribute("samples", detail.samples(result.contactPoints().get(0)));
        }
        return page(shown, problems(result), null, model);
    }

    private ContactPointFileParser.ParsedContactPoints parse(ContactPointDefinition definition, Shown shown) {
        return stored.parse(shown.isChange() ? stored.complete(definition) : definition);
    }

    private static List<FieldProblem> problems(ContactPointFileParser.ParsedContactPoints result) {
        return result.problems().stream().map(FieldProblem::of).toList();
    }

    /**
     * What the form shows.
     *
     * @param isChange whether there is a stored one, whose secrets stay when they are left empty
     * @param again the secrets that were typed; no answer repeats them, so that without scripts they are typed again
     */
    private record Shown(Map<String, String> fields, boolean isChange, Set<String> again) {

        static Shown fresh(Map<String, String> fields, boolean isChange) {
            return new Shown(fields, isChange, Set.of());
        }

        static Shown again(ContactPointDefinition typed, boolean isChange) {
            return new Shown(ContactPointForm.shown(typed), isChange, typed.secrets());
        }
    }

    private String page(Shown shown, List<FieldProblem> problems, @Nullable TestReport report, Model model) {
        String kind = shown.fields().getOrDefault("type", DEFAULT_KIND);
        Map<String, String> form = new LinkedHashMap<>();
        Stream.of(
                        "name",
                        "channel",
                        "api_url",
                        "people",
                        "title",
                        "text",
                        "update",
                        "messages",
                        "language",
                        "fallback",
                        "evidence",
                        "send_resolved",
                        "mention_severity",
                        "mention_slack",
                        "mention_discord")
                .forEach(field -> form.put(field, shown.fields().getOrDefault(field, "")));
        form.put("type", kind);
        model.addAttribute("form", form);
        model.addAttribute("isChange", shown.isChange());
        model.addAttribute("again", shown.again());
        model.addAttribute("kinds", ContactPointForm.KINDS);
        model.addAttribute("templateNames", TemplateModel.TABLE);
        model.addAttribute("updates", words(UpdateMode.values()));
        model.addAttribute("groupings", words(MessageGrouping.values()));
        model.addAttribute("settings", ContactPointForm.settingsOf(kind));
        model.addAttribute("problems", problems);
        model.addAttribute("test", report);
        if (!model.containsAttribute("samples")) {
            model.addAttribute("samples", List.of());
        }
        model.addAttribute(
                "fallbacks",
                contactPoints.all().stream()
                        .map(ContactPoint::name)
                        .map(ContactPointName::value)
                        .filter(name -> !name.equals(form.get("name")))
                        .toList());
        return "contact-point-form";
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
