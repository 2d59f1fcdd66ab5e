package io.tocsin.evaluation.outage;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.ServiceGap;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The one alert about a time in which nothing was evaluated, once it is known what was caught up. */
@Component
public class GapNotices {

    public static final String ALERT_NAME = "TocsinGap";

    private static final Logger log = LoggerFactory.getLogger(GapNotices.class);

    /** People are told then, even when the data source keeps groups from being caught up. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final TransactionTemplate transactions;
    private final ServiceGaps gaps;
    private final MissedSlots missed;
    private final GroupCursors cursors;
    private final RuleGroups groups;
    private final AlertEventLog events;
    private final Clock clock;

    public GapNotices(
            TransactionTemplate transactions,
            ServiceGaps gaps,
            MissedSlots missed,
            GroupCursors cursors,
            RuleGroups groups,
            AlertEventLog events,
            Clock clock) {
        this.transactions = transactions;
        this.gaps = gaps;
        this.missed = missed;
        this.cursors = cursors;
        this.groups = groups;
        this.events = events;
        this.clock = clock;
    }

    /** Tells what has to be told now. Blocks; may run on every replica at any time. */
    public void check() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (ServiceGap gap : gaps.findUntold()) {
            if (gap.cause() == ServiceGap.GapCause.CLOCK_BACK) {
                tell(gap, 0, now);
                continue;
            }
            int behind = groupsBehind(gap.until());
            if (behind == 0 || !now.isBefore(gap.until().plus(LONGEST_WAIT))) {
                tell(gap, behind, now);
            }
        }
    }

    /** How many groups have slots from before this time still to be caught up. */
    private int groupsBehind(Instant until) {
        Map<GroupKey, GroupCursor> known =
                cursors.findAll().stream().collect(Collectors.toMap(GroupCursor::group, Function.identity()));
        int behind = 0;
        for (RuleGroup group : groups.current()) {
            GroupCursor cursor = known.get(group.key());
            if (cursor != null && !group.slotAfter(cursor.slot()).isAfter(until)) {
                behind++;
            }
        }
        return behind;
    }

    private void tell(ServiceGap gap, int behind, Instant now) {
        MissedSlots.Total total = missed.total(gap.from(), gap.until());
        transactions.executeWithoutResult(status -> {
            if (!gaps.claimTold(gap.id(), total, now)) {
                return;
            }
            GapTexts texts = new GapTexts(gap, total, behind);
            Alert alert = alert(gap, texts, now);
            // It is over when it is told, so that it is one message that nobody has to resolve.
            events.append(List.of(
                    new AlertEvent.Fired(alert, false),
                    new AlertEvent.Resolved(alert, now, ResolveReason.CONDITION_FALSE, 0.0, "", false)));
            log.warn("{} cause={}", texts.english(), gap.cause());
        });
    }

    private static Alert alert(ServiceGap gap, GapTexts texts, Instant now) {
        TreeMap<String, String> annotations = new TreeMap<>();
        annotations.put("summary", texts.english());
        annotations.put("summary_ko", texts.korean());
        annotations.put("description", texts.englishCause());
        annotations.put("description_ko", texts.koreanCause());
        Labels labels = Labels.of(
                Labels.ALERT_NAME,
                ALERT_NAME,
                "cause",
                gap.cause().name().toLowerCase(Locale.ROOT),
                "severity",
                "warning");
        AlertInstance instance = new AlertInstance(
                BuiltInAlerts.key(ALERT_NAME),
                labels,
                InstanceState.FIRING,
                InstanceTimes.firing(gap.from().isBefore(now) ? gap.from() : now, now, now),
                Duration.between(gap.from(), gap.until()).toSeconds(),
                annotations);
        return BuiltInAlerts.alert(instance, "", now);
    }
}
