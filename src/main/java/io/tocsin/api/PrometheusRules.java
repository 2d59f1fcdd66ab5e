package io.tocsin.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /api/v1/rules}, field by field as Prometheus has it; durations in seconds.
 *
 * @param groupNextToken names the first group of the next page; null: there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PrometheusRules(List<RulesGroup> groups, @Nullable String groupNextToken) {

    record RulesGroup(
            String name,
            String file,
            List<AnyRule> rules,
            double interval,
            int limit,
            double evaluationTime,
            String lastEvaluation) {}

    /** An alert or a recording rule; which of them says {@code type}. */
    sealed interface AnyRule {}

    /** A recording rule. */
    record RecordedRule(
            String name,
            String query,
            Map<String, String> labels,
            @JsonUnwrapped LastEvaluation evaluated,
            String type) implements AnyRule {}

    /** {@code hints}, which only Tocsin has, says why it may find nothing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            String state,
            @JsonUnwrapped WrittenRule written,
            @Nullable List<ActiveAlert> alerts,
            @JsonUnwrapped LastEvaluation evaluated,
            String type,
            @Nullable List<String> hints)
            implements AnyRule {}

    /** What the file says of an alert; {@code duration} is the rule's {@code for}. */
    record WrittenRule(
            String name,
            String query,
            double duration,
            double keepFiringFor,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    /** How the newest slot of a rule went, and how long it took. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastEvaluation(String health, @Nullable String lastError, double evaluationTime, String lastEvaluation) {}

    /** One active alert; {@code keepFiringSince} is there only while it recovers. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActiveAlert(
            Map<String, String> labels,
            Map<String, String> annotations,
            String state,
            String activeAt,
            @Nullable String keepFiringSince,
            String value) {}

    /** The body of {@code GET /api/v1/alerts}. */
    record Alerts(List<ActiveAlert> alerts) {}
}
