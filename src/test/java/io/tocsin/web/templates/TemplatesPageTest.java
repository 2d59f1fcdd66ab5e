package io.tocsin.web.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.gotemplate.MessageFunctions;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The page, the document and the model name the same things. */
class TemplatesPageTest {

    @Test
    void everyNameOfTheModelHasATextAndARowInTheDocument() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/messages.properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        String document = Files.readString(Path.of("docs/messages.md"));

        assertThat(TemplatesPage.names().map(TemplatesPage.NameView::key)).allMatch(texts::containsKey);
        assertThat(TemplateModel.NAMES).allMatch(name -> document.contains("`" + name + "`"));
    }

    @Test
    void everyFunctionOfThePageExists() {
        assertThat(MessageFunctions.byOrigin().values().stream().flatMap(List::stream))
                .allSatisfy(name ->
                        assertThat(problem("{{ " + name + " .Value | print }}")).doesNotContain("unknown"));
        assertThat(problem("{{ nofunction .Value | print }}")).contains("unknown");
        assertThat(TemplatesPage.SECTIONS)
                .allSatisfy(name -> assertThat(TextTemplate.compile(
                                "{{#" + name + "}}{{value}}{{/" + name + "}}", TemplateModel.NAMES))
                        .isNotNull());
        assertThat(TextTemplate.compile(TemplatesPage.EXAMPLE, TemplateModel.NAMES))
                .isNotNull();
    }

    /** How many arguments a function takes is not the question here. */
    private static String problem(String source) {
        try {
            TextTemplate.compile(source, TemplateModel.NAMES);
            return "";
        } catch (TemplateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
