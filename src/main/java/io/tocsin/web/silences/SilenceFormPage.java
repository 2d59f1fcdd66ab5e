package io.tocsin.web.silences;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.web.FormValues;
import io.tocsin.web.silences.SilenceReading.WrongField;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** The form for new and changed silences, which shows what it would mute before anything is stored. */
@Controller
class SilenceFormPage {

    private static final int SHOWN_ALERTS = 20;
    private static final int MANY_ALERTS = 20;
    private static final String CONFIRM = "confirm";

    private final Silencing silencing;
    private final Clock clock;

    SilenceFormPage(Silencing silencing, Clock clock) {
        this.silencing = silencing;
        this.clock = clock;
    }

    /** Links in messages lead here; opening them changes nothing. */
    @GetMapping("/silences/new")
    String blank(FormValues link, Model model) {
        List<String> chosen = link.texts("alert");
        SilenceForm form = chosen.isEmpty()
                ? SilenceForm.prefilled(link)
                : SilenceForm.covering(silencing.labelsOf(chosen), link.text("comment"));
        boolean isBlank = form.matchers().isBlank();
        return page(new Target("", form), isBlank ? List.of() : reading(form).problems(), false, model);
    }

    @GetMapping("/silences/{id}/edit")
    String edit(@PathVariable String id, Model model) {
        return page(new Target(id, SilenceForm.of(require(id), clock.instant())), List.of(), false, model);
    }

    /** Changes nothing; a POST only because a form with this many fields makes a long address. */
    @PostMapping("/silences/preview")
    String preview(FormValues values, Model model) {
        SilenceForm form = SilenceForm.submitted(values);
        return page(new Target(values.text("id"), form), reading(form).problems(), values.has("past"), model);
    }

    @PostMapping("/silences")
    String save(FormValues values, Principal principal, Model model) {
        SilenceForm form = SilenceForm.submitted(values);
        SilenceReading reading = reading(form);
        Target target = new Target(values.text("id"), form);
        List<WrongField> problems = new ArrayList<>(reading.problems());
        if (problems.isEmpty() && !form.isConfirmed()) {
            confirmation(reading).ifPresent(problems::add);
        }
        if (problems.isEmpty()) {
            try {
                Silence saved = store(target, reading, principal.getName());
                return "redirect:/silences/" + saved.id() + "?done="
                        + (target.id().isEmpty() ? "created" : "edited");
            } catch (SilenceRejectedException e) {
                e.problems().stream().map(SilenceReading::ofLimits).forEach(problems::add);
            }
        } else if (form.comment().isEmpty()) {
            problems.add(new WrongField("comment", "silences.problem.comment", ""));
        }
        return page(target, problems, false, model);
    }

    /** What a person must say yes to: many alerts, or all there are. */
    private Optional<WrongField> confirmation(SilenceReading reading) {
        int covered = silencing.preview(reading.matchers()).size();
        if (reading.matchers().stream().allMatch(SilenceFormPage::acceptsAnything)) {
            return Optional.of(new WrongField(CONFIRM, "silences.problem.all", Integer.toString(covered)));
        }
        return covered > MANY_ALERTS
                ? Optional.of(new WrongField(CONFIRM, "silences.problem.many", Integer.toString(covered)))
                : Optional.empty();
    }

    /** Two values that no label has are as good as any. */
    private static boolean acceptsAnything(LabelMatcher matcher) {
        return matcher.matchesValue("\u0000one") && matcher.matchesValue("\u0000other");
    }

    /** Which silence the form is about; an empty id: a new one. */
    private record Target(String id, SilenceForm form) {}

    private Silence store(Target target, SilenceReading reading, String author) {
        String comment = target.form().comment();
        if (target.id().isEmpty()) {
            return silencing.create(
                    new SilenceDraft(reading.matchers(), reading.startsAt(), reading.endsAt(), author, comment));
        }
        Silence before = require(target.id());
        return silencing.edit(
                before.id(),
                new SilenceDraft(
                        reading.matchers(), reading.startsAt(), reading.endsAt(), author, comment, before.alertId()));
    }

    private Silence require(String id) {
        return silencing
                .find(new SilenceId(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "error.silence.missing"))
                .silence();
    }

    private SilenceReading reading(SilenceForm form) {
        return new SilenceReading(form, clock.instant());
    }

    private String page(Target target, List<WrongField> problems, boolean withPast, Model model) {
        SilenceReading reading = reading(target.form());
        boolean canPreview = !reading.matchers().isEmpty()
                && problems.stream().noneMatch(problem -> problem.field().equals("matchers"));
        List<Labels> covered = canPreview ? silencing.preview(reading.matchers()) : List.of();
        model.addAttribute("id", target.id());
        model.addAttribute("form", target.form());
        model.addAttribute("presets", SilenceForm.PRESETS);
        model.addAttribute("problems", problems);
        model.addAttribute(
                "mustConfirm",
                target.form().isConfirmed()
                        || problems.stream().anyMatch(problem -> problem.field().equals(CONFIRM)));
        model.addAttribute("canPreview", canPreview);
        model.addAttribute("endsAt", reading.endsAt().isAfter(Instant.EPOCH) ? reading.endsAt() : null);
        model.addAttribute("coveredCount", covered.size());
        model.addAttribute(
                "covered",
                covered.stream().limit(SHOWN_ALERTS).map(Labels::asMap).toList());
        model.addAttribute("past", withPast && canPreview ? silencing.dryRun(reading.matchers()) : null);
        return "silence-form";
    }
}
