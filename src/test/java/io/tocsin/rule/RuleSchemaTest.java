package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.text.go.PrometheusDuration;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema that editors complete rule files with says what the parser does. */
class RuleSchemaTest {

    private static JsonNode schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream input = RuleSchemaTest.class.getResourceAsStream("/static/schema/rules.schema.json")) {
            schema = JsonMapper.builder().build().readTree(input);
        }
    }

    private static JsonNode definition(String name) {
        return schema.get("definitions").get(name);
    }

    private static Set<String> fields(JsonNode object) {
        return new HashSet<>(object.get("properties").propertyNames());
    }

    private static List<String> choices(String field) {
        List<String> values = new ArrayList<>();
        definition("rule").get("properties").get(field).get("enum").forEach(value -> values.add(value.asString()));
        return values;
    }

    private static <E extends Enum<E>> List<String> names(E[] constants) {
        return Stream.of(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void knowsTheFieldsOfTheParser() {
        Set<String> ruleFields = new HashSet<>(RuleReader.FIELDS);
        ruleFields.add("record");

        assertThat(fields(schema)).isEqualTo(RuleFileParser.FIELDS);
        assertThat(fields(definition("group"))).isEqualTo(GroupReader.FIELDS);
        assertThat(fields(definition("rule"))).isEqualTo(ruleFields);
        assertThat(fields(definition("evidence"))).isEqualTo(RuleReader.EVIDENCE_FIELDS);
        assertThat(fields(definition("absent"))).isEqualTo(AbsenceReader.FIELDS);
    }

    @Test
    void allowsNoOtherFields() {
        assertThat(Stream.of(
                        schema, definition("group"), definition("rule"), definition("evidence"), definition("absent")))
                .allSatisfy(
                        object -> assertThat(object.get("additionalProperties").asBoolean())
                                .isFalse());
    }

    @Test
    void knowsTheChoicesOfTheParser() {
        assertThat(choices("no_data")).isEqualTo(names(NoDataPolicy.values()));
        assertThat(choices("on_error")).isEqualTo(names(ErrorPolicy.values()));
    }

    @Test
    void knowsTheBoundsAndDefaultsOfTheParser() {
        JsonNode lines = definition("evidence").get("properties").get("lines");
        JsonNode group = definition("group").get("properties");

        assertThat(lines.get("maximum").asInt()).isEqualTo(EvidenceSettings.MAX_LINES);
        assertThat(lines.get("default").asInt()).isEqualTo(EvidenceSettings.DEFAULT.lines());
        assertThat(PrometheusDuration.parse(group.get("interval").get("default").asString()))
                .isEqualTo(RuleGroup.DEFAULT_INTERVAL);
        JsonNode seenWithin = definition("absent").get("properties").get("seen_within");
        assertThat(PrometheusDuration.parse(seenWithin.get("default").asString()))
                .isEqualTo(Absence.DEFAULT_SEEN_WITHIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"> 0", ">=1.5", "inside [1, 5]", "outside [-1,1e3]", "5", "> x", "= 5", "more", "inside 1,5"})
    void hasThePatternOfConditions(String text) {
        Pattern pattern = Pattern.compile(definition("rule")
                .get("properties")
                .get("condition")
                .get("pattern")
                .asString());

        assertThat(pattern.matcher(text).find()).isEqualTo(isAccepted(() -> Condition.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "5m", "1h30m", "5", "1.5h", "30m1h", "5 m"})
    void hasThePatternOfDurations(String text) {
        Pattern pattern = Pattern.compile(
                definition("duration").get("anyOf").get(0).get("pattern").asString());

        assertThat(pattern.matcher(text).find()).isEqualTo(isAccepted(() -> {
            Duration ignored = PrometheusDuration.parse(text);
            assertThat(ignored).isNotNull();
        }));
    }

    private static boolean isAccepted(Runnable parsing) {
        try {
            parsing.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
