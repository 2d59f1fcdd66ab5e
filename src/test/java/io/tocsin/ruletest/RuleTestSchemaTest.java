package io.tocsin.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema that editors complete files of tests with says what the parser does. */
class RuleTestSchemaTest {

    private static JsonNode schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream input =
                RuleTestSchemaTest.class.getResourceAsStream("/static/schema/rule-tests.schema.json")) {
            schema = JsonMapper.shared().readTree(input);
        }
    }

    private static JsonNode definition(String name) {
        return schema.get("definitions").get(name);
    }

    private static Set<String> fields(JsonNode object) {
        return new HashSet<>(object.get("properties").propertyNames());
    }

    @Test
    void knowsTheFieldsOfTheParser() {
        assertThat(fields(schema)).isEqualTo(RuleTestParser.FIELDS);
        assertThat(fields(definition("test"))).isEqualTo(RuleTestParser.TEST_FIELDS);
        assertThat(fields(definition("alert_test"))).isEqualTo(RuleTestParser.ALERT_TEST_FIELDS);
        assertThat(fields(definition("alert"))).isEqualTo(RuleTestParser.ALERT_FIELDS);
        assertThat(fields(definition("expression_test"))).isEqualTo(RuleTestParser.EXPRESSION_TEST_FIELDS);
        assertThat(fields(definition("recording_test"))).isEqualTo(RuleTestParser.RECORDING_TEST_FIELDS);
        assertThat(fields(definition("sample"))).isEqualTo(RuleTestParser.SAMPLE_FIELDS);
        assertThat(fields(definition("message_test"))).isEqualTo(RuleTestParser.MESSAGE_TEST_FIELDS);
        assertThat(fields(definition("stream"))).isEqualTo(InputReader.FIELDS);
        assertThat(fields(definition("line"))).isEqualTo(InputReader.LINE_FIELDS);
    }

    @Test
    void allowsNoOtherFields() {
        assertThat(Stream.of(
                        schema,
                        definition("test"),
                        definition("alert_test"),
                        definition("alert"),
                        definition("expression_test"),
                        definition("sample"),
                        definition("message_test"),
                        definition("stream"),
                        definition("line")))
                .allSatisfy(
                        object -> assertThat(object.get("additionalProperties").asBoolean())
                                .isFalse());
    }

    @Test
    void knowsTheChoicesAndBoundsOfTheParser() {
        List<String> states = new ArrayList<>();
        definition("alert").at("/properties/exp_state/enum").forEach(state -> states.add(state.asString()));

        assertThat(states)
                .containsExactlyElementsOf(Stream.of(RuleTestFile.ExpectedState.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(definition("line").at("/properties/times/maximum").asInt()).isEqualTo(InputReader.MAX_TIMES);
    }
}
