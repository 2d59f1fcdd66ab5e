package io.tocsin.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.nodes.Node;

class YamlDocumentsTest {

    private final ProblemList problems = new ProblemList("f.yml");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: [            | f.yml:1:
            a: b: c         | f.yml:1:5: not valid YAML: mapping values are not allowed here
            'a: "\u0007"'   | f.yml:1:5: not valid YAML: the character U+0007 is not allowed
            a: {{ b }} c    | f.yml:1:
            """)
    void saysWhereTheYamlIsBroken(String text, String problem) {
        assertThat(YamlDocuments.readOne(text, problems)).isNull();

        assertThat(problems.sorted())
                .singleElement()
                .satisfies(found -> assertThat(found.toString()).startsWith(problem));
    }

    @Test
    void anEmptyFileHasNoDocumentAndNoProblem() {
        assertThat(YamlDocuments.readOne("\uFEFF# nothing\n", problems)).isNull();

        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void refusesAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            String aliases = ("*a" + (level - 1) + ", ").repeat(10);
            text.append("a%d: &a%d [%s]\n".formatted(level, level, aliases));
        }

        assertThat(YamlDocuments.readOne(text.toString(), problems)).isNull();
        assertThat(problems.sorted())
                .extracting(FileProblem::toString)
                .containsExactly("f.yml:1:1: the aliases (*name) repeat too much, or stand inside of what they repeat");
    }

    @Test
    void mergesABoundedNumberOfMappings() {
        Node document = YamlDocuments.readAll("a: &l [*l, *l, *l]\n<<: *l\n", problems, line -> "")
                .get(0);

        YamlFields.of(document, "a mapping", YamlSource.of(problems));

        assertThat(problems.sorted()).hasSizeLessThan(1000);
        assertThat(problems.sorted()).extracting(FileProblem::message).contains("<< names more than 1000 mappings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            route: &r {routes: [*r]}
            &all [1, *all]
            a: &a {b: {c: [*a]}}
            """)
    void refusesAliasesWithoutEnd(String text) {
        assertThat(YamlDocuments.readOne(text, problems)).isNull();
        assertThat(problems.sorted()).hasSize(1);
    }

    @Test
    void refusesAliasesThatStackDeeperThanAnyTextMay() {
        StringBuilder text = new StringBuilder("- &a0 [x]\n");
        for (int level = 1; level < 900; level++) {
            text.append("- &a%d [*a%d]\n".formatted(level, level - 1));
        }

        assertThat(YamlDocuments.readOne(text.toString(), problems)).isNull();
        assertThat(problems.sorted()).hasSize(1);
    }

    @Test
    void takesAliasesThatRepeatALittle() {
        String text = "defaults: &d {a: 1}\nlist: [*d, *d, {<<: *d, b: 2}]\n";

        assertThat(YamlDocuments.readAll(text, problems, line -> "")).hasSize(1);
        assertThat(problems.sorted()).isEqualTo(List.of());
    }
}
