package io.tocsin.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Line ends of templates; a tag of a section that stands alone on its line takes no line of its own. */
class LineBreaksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '¦', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '\0', textBlock = """
            {{#alerts}}{{description}}~{{/alerts}}¦a~b~
            {{#alerts}}~{{description}}{{/alerts}}¦ab
            {{#alerts}}~{{description}}~{{/alerts}}¦a~b~
            {{#alerts}}{{description}}~~{{/alerts}}¦a~~b~~
            {{#alerts}}* {{description}} {{value}}~{{/alerts}}end¦* a 1~* b 2~end
            x~{{#alerts}}~{{description}}~{{/alerts}}~y¦x~a~b~y
            {{#alerts}}~~{{description}}~~{{/alerts}}¦~a~~~b~~
            {{summary}}~{{description}}¦s~d
            {{summary}}~~{{description}}~¦s~~d~
            {{^none}}x~{{/none}}y¦x~y
            {{#none}}x~{{/none}}y¦y
            {{#alerts}}{{^last}}{{description}},~{{/last}}{{/alerts}}¦a,~b,~
            {{! note }}~x¦x
            x {{! note }}~y¦x ~y
            """)
    void keepsLineEnds(String template, String expected) {
        TextTemplate compiled = TextTemplate.compile(
                template.replace('~', '\n'), Set.of("alerts", "description", "value", "summary", "none", "last"));

        String text = compiled.render(
                Map.of(
                        "summary", "s",
                        "description", "d",
                        "none", "",
                        "last", "",
                        "alerts",
                                List.of(
                                        Map.of("description", "a", "value", 1),
                                        Map.of("description", "b", "value", 2))),
                Escaper.NONE);

        assertThat(text.replace('\n', '~')).isEqualTo(expected);
    }
}
