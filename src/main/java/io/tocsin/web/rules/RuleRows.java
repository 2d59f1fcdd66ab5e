package io.tocsin.web.rules;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** All rules in force with how they stand now. Blocks. */
@Component
public class RuleRows {

    private final RuleRecords records;
    private final ActiveAlerts alerts;
    private final Clock clock;

    RuleRows(RuleRecords records, ActiveAlerts alerts, Clock clock) {
        this.records = records;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** A rule and its group. */
    public record Row(RuleGroup group, RuleView rule) {

        /**
         * Whether a list shows it.
         *
         * @param show {@code active}, {@code trouble}, {@code paused}, or anything else for all
         * @param file empty: of every file; {@code group} likewise
         * @param words all of which are found in its names or its expression
         */
        public boolean isShown(String show, String file, String group, String words) {
            return (file.isEmpty() || group().key().file().equals(file))
                    && (group.isEmpty() || group().key().group().equals(group))
                    && stands(show)
                    && holdsAll(words);
        }

        private boolean holdsAll(String words) {
            String texts = String.join(
                            "\n",
                            rule.name(),
                            group().key().group(),
                            group().key().file(),
                            rule.expression())
                    .toLowerCase(Locale.ROOT);
            return Stream.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                    .allMatch(texts::contains);
        }

        private boolean stands(String show) {
            return switch (show) {
                case "active" -> rule.active() > 0;
                case "trouble" -> rule.evaluated().isInTrouble();
                case "paused" -> rule.isPaused();
                default -> true;
            };
        }
    }

    /** In the order of the files. */
    public List<Row> of(RuleCatalogSnapshot snapshot) {
        Map<RuleKey, RuleRecords.Summary> known = records.summaries().stream()
                .collect(Collectors.toMap(RuleRecords.Summary::key, last -> last, (a, b) -> a));
        Map<RuleKey, Map<InstanceState, Integer>> active = alerts.countByRule();
        Instant now = clock.instant();
        List<Row> rows = new ArrayList<>();
        for (RuleGroup group : snapshot.groups()) {
            for (AlertRule rule : group.rules()) {
                Map<InstanceState, Integer> states = active.getOrDefault(rule.key(), Map.of());
                rows.add(new Row(group, RuleView.of(group, rule, known.get(rule.key()), states, now)));
            }
        }
        return rows;
    }
}
