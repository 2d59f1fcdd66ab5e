package io.tocsin.evaluation.recording;

import io.tocsin.evaluation.RuleGroups;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What recording rules have recorded, for a Prometheus that scrapes it. Blocks. */
@Component
public class RecordedText {

    /** Prometheus looks back so far for the newest sample of a series. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final RuleGroups groups;
    private final RecordedSeries recorded;
    private final Clock clock;

    RecordedText(RuleGroups groups, RecordedSeries recorded, Clock clock) {
        this.groups = groups;
        this.recorded = recorded;
        this.clock = clock;
    }

    /** The series of all rules in force, those of one name together; what is no longer fresh is left out. */
    public String print() {
        Map<String, Recorded> byId =
                recorded.findAll().stream().collect(Collectors.toMap(Recorded::id, Function.identity()));
        Map<String, StringBuilder> byName = new TreeMap<>();
        Instant now = clock.instant();
        for (RuleGroup group : groups.current()) {
            Duration twice = group.interval().multipliedBy(2);
            Instant oldest = now.minus(twice.compareTo(FRESH) > 0 ? twice : FRESH);
            for (RecordingRule rule : group.recordings()) {
                Recorded known = byId.get(rule.id());
                if (known != null && known.slot().isAfter(oldest)) {
                    byName.computeIfAbsent(rule.name(), name -> new StringBuilder())
                            .append(known.samples());
                }
            }
        }
        StringBuilder text = new StringBuilder();
        byName.forEach((name, lines) ->
                text.append("# TYPE ").append(name).append(" gauge\n").append(lines));
        return text.toString();
    }
}
