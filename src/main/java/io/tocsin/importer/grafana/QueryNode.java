package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** One entry of a rule's {@code data}: a query of a data source, or an expression over other entries. */
final class QueryNode {

    private static final Set<String> EXPRESSION_SOURCES = Set.of("__expr__", "-100");
    private static final int MOST_POINTS_OF_LOKI = 11_000;

    private final YamlFields entry;
    private final YamlFields model;
    private final ImportRemarks remarks;

    private QueryNode(YamlFields entry, YamlFields model, ImportRemarks remarks) {
        this.entry = entry;
        this.model = model;
        this.remarks = remarks;
    }

    static QueryNode of(Node node, ImportRemarks remarks) {
        YamlFields entry = YamlFields.of(node, "an entry of data", YamlSource.of(remarks));
        YamlFields model = entry.mapping("model");
        return new QueryNode(entry, model == null ? entry : model, remarks);
    }

    String refId() {
        return entry.text("refId", model.text("refId", ""));
    }

    Node place() {
        return entry.node();
    }

    YamlFields model() {
        return model;
    }

    /** A field of the model, or the entry itself when it is absent. */
    Node place(String field) {
        return model.has(field) ? model.place(field) : entry.node();
    }

    boolean isExpression() {
        return EXPRESSION_SOURCES.contains(uid());
    }

    /** {@code reduce}, {@code math}, {@code threshold} and so on. */
    String type() {
        return model.text("type", "");
    }

    String uid() {
        YamlFields source = nested("datasource");
        String inModel = source == null ? "" : source.text("uid", "");
        String uid = entry.text("datasourceUid", inModel);
        return source != null && EXPRESSION_SOURCES.contains(source.text("type", "")) ? "__expr__" : uid;
    }

    /** {@code loki}, {@code prometheus} and so on; null when the source does not say. */
    @Nullable
    String dataSourceType() {
        YamlFields source = nested("datasource");
        return source == null ? null : source.text("type");
    }

    private @Nullable YamlFields nested(String field) {
        return model.find(field) instanceof org.yaml.snakeyaml.nodes.MappingNode ? model.mapping(field) : null;
    }

    /** Whether it yields a course of values, and not one value a series. */
    boolean isRange() {
        String kind = model.text("queryType", entry.text("queryType", ""));
        return !kind.equals("instant") && (!model.flag("instant", false) || model.flag("range", false));
    }

    /** How far it looks back. */
    Duration window() {
        YamlFields range = entry.mapping("relativeTimeRange");
        return range == null ? Duration.ofMinutes(10) : seconds(range, "from").minus(seconds(range, "to"));
    }

    /** How long before now it ends. */
    Duration offset() {
        YamlFields range = entry.mapping("relativeTimeRange");
        return range == null ? Duration.ZERO : seconds(range, "to");
    }

    private static Duration seconds(YamlFields range, String field) {
        String text = range.text(field, "0");
        try {
            return text.matches("\\d+(\\.0*)?")
                    ? Duration.ofSeconds(Long.parseLong(text.replaceAll("\\..*", "")))
                    : PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NotConvertibleException(range.place(field), field + ": " + e.getMessage());
        }
    }

    /** The time between two points of a course of values. */
    Duration step() {
        String written = model.text("step", "");
        if (!written.isBlank() && !written.contains("$")) {
            try {
                return PrometheusDuration.parse(written);
            } catch (IllegalArgumentException e) {
                remarks.lost(model.place("step"), "step: " + e.getMessage());
            }
        }
        long milliseconds = Math.max(
                model.integer("intervalMs", 1000, 0, Integer.MAX_VALUE),
                window().toMillis() / model.integer("maxDataPoints", MOST_POINTS_OF_LOKI, 1, Integer.MAX_VALUE));
        return Duration.ofSeconds(Math.max(1, (milliseconds + 999) / 1000));
    }

    /** The query with Grafana's own variables replaced. */
    String expression() {
        String text = Objects.requireNonNullElse(model.text("expr"), "").strip();
        Duration auto = isRange() ? step() : window();
        String range = PrometheusDuration.format(window());
        text = replaced(text, "__range_ms", String.valueOf(window().toMillis()));
        text = replaced(text, "__range_s", String.valueOf(window().toSeconds()));
        text = replaced(text, "__range", range);
        text = replaced(text, "__interval_ms", String.valueOf(step().toMillis()));
        text = replaced(text, "__rate_interval", PrometheusDuration.format(auto));
        text = replaced(text, "__interval", PrometheusDuration.format(step()));
        return replaced(text, "__auto", PrometheusDuration.format(auto));
    }

    private static String replaced(String text, String variable, String value) {
        return text.replaceAll("\\$" + variable + "\\b|\\$\\{" + variable + "}", value);
    }
}
