package io.tocsin.contactpoint.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of names in the documents and on the page is the one that the templates know. */
class TemplateNamesPageTest {

    @Test
    void theDocumentListsEveryNameInTheOrderOfThePage() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/messages.md"));
        int head = lines.indexOf("| name | in | what |");

        List<String> documented = lines.stream()
                .skip(head + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1].strip().replace("`", "") + " in " + line.split("\\|")[2].strip())
                .toList();

        assertThat(documented)
                .isEqualTo(TemplateModel.TABLE.stream()
                        .map(row -> row.names() + " in " + scope(row.scope()))
                        .toList());
    }

    private static String scope(TemplateModel.NameScope scope) {
        return switch (scope) {
            case MESSAGE -> "message";
            case ALERT -> "alert";
            case BOTH -> "message, alert";
        };
    }

    @Test
    void everyRowIsExplainedInBothLanguages() throws IOException {
        for (String bundle : List.of("messages.properties", "messages_ko.properties")) {
            Properties texts = new Properties();
            try (Reader reader =
                    Files.newBufferedReader(Path.of("src/main/resources", bundle), StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
            assertThat(texts.stringPropertyNames().stream()
                            .filter(key -> key.startsWith("contact-points.names.of."))
                            .map(key -> key.substring("contact-points.names.of.".length())))
                    .as(bundle)
                    .containsExactlyInAnyOrderElementsOf(TemplateModel.TABLE.stream()
                            .map(TemplateModel.NameRow::key)
                            .toList());
            assertThat(Stream.of("message", "alert", "both"))
                    .allMatch(scope -> texts.containsKey("contact-points.names.scope." + scope));
        }
    }

    @Test
    void aMessageHasAValueForEveryNameAndForNoOther() {
        ContactPoint chat = ContactPoint.of(new ContactPointName("c"), new ContactPointSettings.Inbox());
        Message message = TestMessages.firing("c", TestMessages.alert("server1"));

        Set<String> given = new HashSet<>(
                TemplateModel.of(new MessageText(chat, Outgoing.first(message))).keySet());
        given.remove(TextTemplate.NOW);

        assertThat(given)
                .isEqualTo(TemplateModel.NAMES.stream()
                        .map(name -> name.replace(".*", ""))
                        .collect(Collectors.toSet()));
    }
}
