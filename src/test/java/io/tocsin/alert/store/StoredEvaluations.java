package io.tocsin.alert.store;

import io.tocsin.rule.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All evaluations that a database holds, also one that other processes write. */
public final class StoredEvaluations {

    private final JdbcClient jdbc;

    public StoredEvaluations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Numbered(String group, long rule) {}

    /** By the name of the alert, in the order in which they were written; rules without any are missing. */
    public Map<String, List<EvaluationRecord>> byAlert() {
        Map<Numbered, List<EvaluationRecord>> numbered = new LinkedHashMap<>();
        jdbc.sql("select group_key, evaluations, id as place from evaluation_chunk union all"
                        + " select group_key, evaluations, " + Long.MAX_VALUE + " from group_cursor order by place")
                .query(row -> {
                    for (EvaluationChunk.RuleAtSlot entry :
                            EvaluationChunk.read(row.getBytes("evaluations")).entries()) {
                        numbered.computeIfAbsent(
                                        new Numbered(row.getString("group_key"), entry.rule()),
                                        rule -> new ArrayList<>())
                                .add(entry.evaluation());
                    }
                });
        // After them: who is evaluated for the first time meanwhile is known, too.
        Map<Numbered, String> names = new HashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels from rule_status")
                .query(row -> {
                    RuleKey rule = RuleKeyColumns.read(row);
                    names.put(new Numbered(rule.group().toString(), EvaluationChunk.numberOf(rule)), rule.alert());
                });
        Map<String, List<EvaluationRecord>> found = new TreeMap<>();
        numbered.forEach((rule, evaluations) -> {
            String name = names.get(rule);
            if (name == null) {
                throw new IllegalStateException("evaluations of a rule that nobody knows");
            }
            found.computeIfAbsent(name, alert -> new ArrayList<>()).addAll(evaluations);
        });
        return found;
    }

    public long count() {
        return byAlert().values().stream().mapToLong(List::size).sum();
    }

    /**
     * How many evaluations are of a rule and slot that has another one already. A slot that was tried while its data source did
     * not answer, as on a busy machine, had no effect and is tried again.
     */
    public long countDoubled() {
        return byAlert().values().stream()
                .map(StoredEvaluations::answered)
                .mapToLong(evaluations -> evaluations.size()
                        - evaluations.stream()
                                .map(evaluation -> evaluation.result().slot())
                                .distinct()
                                .count())
                .sum();
    }

    /** Those that had an answer. */
    public static List<EvaluationRecord> answered(List<EvaluationRecord> evaluations) {
        return evaluations.stream()
                .filter(evaluation -> evaluation.result().errorReason().isEmpty())
                .toList();
    }
}
