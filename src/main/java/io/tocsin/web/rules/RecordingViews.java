package io.tocsin.web.rules;

import io.tocsin.evaluation.recording.Recorded;
import io.tocsin.evaluation.recording.RecordedSeries;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The recording rules in force with their newest answers, for the page of rules. Blocks. */
@Component
public class RecordingViews {

    private static final int MOST = 200;

    private final RecordedSeries recorded;

    RecordingViews(RecordedSeries recorded) {
        this.recorded = recorded;
    }

    /**
     * One recording rule.
     *
     * @param series how many the newest answer has
     * @param lastEvaluation null when there was no answer yet
     * @param error why the newest question had none; empty when it had one
     */
    public record RecordingView(
            String file,
            String group,
            String name,
            String expression,
            Map<String, String> labels,
            int series,
            @Nullable Instant lastEvaluation,
            String error) {}

    /** Those of the groups in which every word is found; at most 200. */
    public List<RecordingView> of(List<RuleGroup> groups, String words) {
        List<Map.Entry<RuleGroup, RecordingRule>> wanted = new ArrayList<>();
        for (RuleGroup group : groups) {
            group.recordings().stream()
                    .filter(rule -> matches(group, rule, words))
                    .limit(MOST)
                    .forEach(rule -> wanted.add(Map.entry(group, rule)));
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<String, Recorded> known =
                recorded.findAll().stream().collect(Collectors.toMap(Recorded::id, Function.identity()));
        return wanted.stream()
                .limit(MOST)
                .map(entry -> view(entry.getValue(), known.get(entry.getValue().id())))
                .toList();
    }

    private static boolean matches(RuleGroup group, RecordingRule rule, String words) {
        String text = (group.key() + " " + rule.name() + " " + rule.expression()).toLowerCase(Locale.ROOT);
        return List.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
                .allMatch(text::contains);
    }

    private static RecordingView view(RecordingRule rule, @Nullable Recorded entry) {
        Instant slot = entry == null ? Instant.EPOCH : entry.slot();
        return new RecordingView(
                rule.group().file(),
                rule.group().group(),
                rule.name(),
                rule.expression(),
                rule.labels(),
                entry == null ? 0 : entry.series(),
                slot.isAfter(Instant.EPOCH) ? slot : null,
                entry == null ? "" : entry.error());
    }
}
