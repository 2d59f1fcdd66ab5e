package io.tocsin.ruletest;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.ruletest.RuleTestFile.InputLines;
import io.tocsin.ruletest.RuleTestFile.InputStream;
import io.tocsin.ruletest.RuleTestFile.NamedFile;
import io.tocsin.yaml.TextPosition;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the streams of a test. */
final class InputReader {

    static final Set<String> FIELDS = Set.of("stream", "lines");
    static final Set<String> LINE_FIELDS = Set.of("at", "arrives", "every", "times", "line", "file", "metadata");
    static final int MAX_TIMES = 100_000;

    private final YamlSource source;

    InputReader(YamlSource source) {
        this.source = source;
    }

    InputStream read(Node node) {
        YamlFields fields =
                YamlFields.of(node, "a stream", FIELDS, Map.of("labels", "the field is \"stream\""), source);
        Map<String, String> labels = labelSet(fields, "stream");
        if (labels.isEmpty() && source.problems().isEmpty()) {
            source.problems().add(fields.place("stream"), "\"stream\" must have a label, as in '{job=\"app\"}'");
        }
        return new InputStream(
                labels, fields.list("lines").stream().map(this::lines).toList());
    }

    /** A label set in the text form of Loki and Prometheus; absent or {@code {}}: no labels. */
    static Map<String, String> labelSet(YamlFields fields, String name) {
        Map<String, String> labels = fields.value(name, InputReader::labelSet);
        return labels == null ? Map.of() : labels;
    }

    private static Map<String, String> labelSet(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (LabelMatcher matcher : MatcherParser.parseAll(text)) {
            if (matcher.type() != MatchType.EQUAL || labels.put(matcher.name(), matcher.value()) != null) {
                throw new IllegalArgumentException("\"" + text + "\" is not a label set; write {name=\"value\"}");
            }
        }
        return labels;
    }

    private InputLines lines(Node node) {
        YamlFields fields = YamlFields.of(node, "a line", LINE_FIELDS, Map.of("time", "the field is \"at\""), source);
        Duration at = fields.duration("at", Duration.ZERO);
        Duration arrives = fields.duration("arrives", at);
        if (!fields.has("at")) {
            source.problems().add(node, "\"at\" is missing");
        } else if (arrives.compareTo(at) < 0) {
            source.problems().add(fields.place("arrives"), "arrives: a line cannot arrive before it is written");
        }
        Duration every = fields.positiveDuration("every");
        ScalarNode file = fields.scalar("file");
        String line = fields.text("line");
        if ((line == null) == (file == null)) {
            source.problems().add(node, "a line is given by \"line\", or several by \"file\"");
        }
        if (fields.has("times") && (every == null || file != null)) {
            source.problems().add(fields.place("times"), "\"times\" needs \"line\" and \"every\"");
        }
        return new InputLines(
                at,
                arrives.minus(at),
                every,
                fields.has("times") ? fields.integer("times", 1, 1, MAX_TIMES) : every == null ? 1 : 0,
                line,
                place(file),
                fields.textsByName("metadata"));
    }

    private static @Nullable NamedFile place(@Nullable ScalarNode file) {
        return file == null ? null : new NamedFile(file.getValue(), TextPosition.of(file));
    }
}
