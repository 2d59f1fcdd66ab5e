package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.lint.LintCode;
import io.tocsin.rule.lint.LintSeverity;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Properties english = load("/messages.properties");
        Properties korean = load("/messages_ko.properties");

        assertThat(korean.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames())
                .allSatisfy(key -> assertThat(korean.getProperty(key)).isNotBlank());
    }

    /** The last one would be said, wherever the key is asked for. */
    @Test
    void noTextStandsTwice() throws IOException {
        List<Object> twice = new ArrayList<>();
        for (String name : List.of("/messages.properties", "/messages_ko.properties")) {
            load(name, new Properties() {
                @Override
                public synchronized Object put(Object key, Object text) {
                    if (containsKey(key)) {
                        twice.add(key);
                    }
                    return super.put(key, text);
                }
            });
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void everyTextWithArgumentsIsAValidFormatWithAsManyInBothLanguages() throws IOException {
        Properties english = load("/messages.properties");
        Properties korean = load("/messages_ko.properties");

        assertThat(english.stringPropertyNames()).allSatisfy(key -> {
            if (english.getProperty(key).contains("{0")) {
                assertThat(arguments(korean, key)).isEqualTo(arguments(english, key));
            }
        });
    }

    @Test
    void everyFindingOfTheLinterHasASentence() throws IOException {
        Properties english = load("/messages.properties");

        assertThat(LintCode.values()).allSatisfy(code -> assertThat(english).containsKey("lint." + code));
        assertThat(LintSeverity.values())
                .allSatisfy(severity -> assertThat(english).containsKey("lint.severity." + severity.name()));
    }

    private static int arguments(Properties texts, String key) {
        return new MessageFormat(texts.getProperty(key)).getFormatsByArgumentIndex().length;
    }

    private static Properties load(String name) throws IOException {
        return load(name, new Properties());
    }

    private static Properties load(String name, Properties texts) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MessagesTest.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
