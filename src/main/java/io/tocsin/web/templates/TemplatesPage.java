package io.tocsin.web.templates;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.gotemplate.MessageFunctions;
import io.tocsin.web.FormValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What a title or a text of one's own may name, and what becomes of it with a message that was really sent. */
@Controller
class TemplatesPage {

    static final String EXAMPLE =
            "{{summary}}\n{{#alerts}}\n{{mark}} {{labels.host}}: {{value}}\n{{evidence}}\n{{/alerts}}";

    /** Names in the order in which people look for them; what is not here stands at the end. */
    private static final List<String> OF_MESSAGE = List.of(
            "title",
            "headline",
            "reason",
            "receiver",
            "firing",
            "resolved",
            "unlisted",
            "late",
            "alerts",
            "group_labels.*",
            "common_labels.*",
            "common_annotations.*",
            "external_url");

    static final List<String> SECTIONS = List.of("humanize", "humanize1024", "percent", "duration", "timestamp");

    private final TemplateTrial trial;
    private final String directory;

    TemplatesPage(TemplateTrial trial, @Value("${tocsin.templates-dir}") String directory) {
        this.trial = trial;
        this.directory = Path.of(directory).toAbsolutePath().toString();
    }

    /** @param key the end of its text's key */
    record NameView(String name, String key) {}

    @GetMapping("/templates")
    String show(FormValues query, Locale locale, Model model) {
        String language = locale.getLanguage().equals(Locale.KOREAN.getLanguage()) ? "ko" : "en";
        String text = query.has("text") ? query.text("text") : EXAMPLE;
        return page(query.text("title"), text, language, query.text("message"), null, model);
    }

    /** Renders what was typed; nothing is stored, and nothing sent. */
    @PostMapping("/templates")
    String run(FormValues form, Model model) {
        String title = form.text("title");
        String text = form.text("text");
        String language = form.text("language").equals("ko") ? "ko" : "en";
        TemplateTrial.TrialResult result = trial.run(title, text, language, form.text("message"));
        return page(title, text, language, form.text("message"), result, model);
    }

    private String page(
            String title,
            String text,
            String language,
            String message,
            TemplateTrial.@Nullable TrialResult result,
            Model model) {
        List<TemplateTrial.MessageChoice> choices = trial.choices();
        String chosen = message.isEmpty() && !choices.isEmpty()
                ? Long.toString(choices.get(0).id())
                : message;
        model.addAttribute("ownTitle", title);
        model.addAttribute("text", text);
        model.addAttribute("language", language);
        model.addAttribute("choices", choices);
        model.addAttribute("chosen", chosen);
        model.addAttribute("result", result == null ? trial.run(title, text, language, chosen) : result);
        model.addAttribute(
                "ofMessage", OF_MESSAGE.stream().map(TemplatesPage::view).toList());
        model.addAttribute("ofAlert", ofAlert());
        model.addAttribute("functions", MessageFunctions.byOrigin());
        model.addAttribute("sections", SECTIONS);
        model.addAttribute("directory", directory);
        return "templates";
    }

    private static List<NameView> ofAlert() {
        return TemplateModel.NAMES.stream()
                .filter(name -> !OF_MESSAGE.contains(name))
                .sorted()
                .map(TemplatesPage::view)
                .collect(Collectors.toUnmodifiableList());
    }

    private static NameView view(String name) {
        return new NameView(name, "templates.name." + name.replace(".*", ""));
    }

    /** For the test that holds the page and the model together. */
    static Stream<NameView> names() {
        return TemplateModel.NAMES.stream().map(TemplatesPage::view);
    }
}
