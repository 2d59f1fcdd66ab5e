package io.tocsin.silence.store;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.regex.RegexBudget;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Silences as JSON text; written by hand, so that renaming a Java name never breaks stored rows. */
final class SilenceCodec {

    private static final Logger log = LoggerFactory.getLogger(SilenceCodec.class);
    /** Silences are read at every flush; each is complained of once. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private static final int MAX_SAID = 100;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private SilenceCodec() {}

    static String write(List<LabelMatcher> matchers) {
        return MAPPER.writeValueAsString(array(matchers));
    }

    static List<LabelMatcher> readMatchers(String text) {
        return matchers(MAPPER.readTree(text));
    }

    static String write(Silence silence) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", silence.id().value());
        node.set("matchers", array(silence.matchers()));
        node.put("startsAt", silence.startsAt().toString());
        node.put("endsAt", silence.endsAt().toString());
        node.put("author", silence.author());
        node.put("comment", silence.comment());
        node.put("alertId", silence.alertId());
        node.put("createdAt", silence.revision().createdAt().toString());
        node.put("updatedAt", silence.revision().updatedAt().toString());
        node.put("version", silence.revision().number());
        return MAPPER.writeValueAsString(node);
    }

    static Silence readSilence(String text) {
        JsonNode node = MAPPER.readTree(text);
        return new Silence(
                new SilenceId(node.get("id").asString()),
                matchers(node.get("matchers")),
                Instant.parse(node.get("startsAt").asString()),
                Instant.parse(node.get("endsAt").asString()),
                node.get("author").asString(),
                node.get("comment").asString(),
                node.get("alertId").asString(),
                new Silence.Revision(
                        Instant.parse(node.get("createdAt").asString()),
                        Instant.parse(node.get("updatedAt").asString()),
                        node.get("version").asLong()));
    }

    private static ArrayNode array(List<LabelMatcher> matchers) {
        ArrayNode array = MAPPER.createArrayNode();
        for (LabelMatcher matcher : matchers) {
            array.addObject()
                    .put("name", matcher.name())
                    .put("type", matcher.type().operator())
                    .put("value", matcher.value());
        }
        return array;
    }

    private static List<LabelMatcher> matchers(JsonNode array) {
        List<LabelMatcher> matchers = new ArrayList<>();
        RegexBudget budget = new RegexBudget();
        for (JsonNode node : array) {
            matchers.add(matcher(
                    node.get("name").asString(),
                    type(node.get("type").asString()),
                    node.get("value").asString(),
                    budget));
        }
        return matchers;
    }

    /** One silence that an older version stored must not keep the others from being read; it silences nothing. */
    private static LabelMatcher matcher(String name, MatchType type, String value, RegexBudget budget) {
        try {
            return LabelMatcher.of(name, type, value, budget);
        } catch (PatternSyntaxException e) {
            if (SAID.size() < MAX_SAID && SAID.add(value)) {
                log.warn("A stored silence silences nothing; delete it and write a smaller one: {}", e.getMessage());
            }
            return LabelMatcher.refused(name, type, value);
        }
    }

    private static MatchType type(String operator) {
        for (MatchType type : MatchType.values()) {
            if (type.operator().equals(operator)) {
                return type;
            }
        }
        throw new IllegalStateException("unknown matcher operator " + operator);
    }
}
