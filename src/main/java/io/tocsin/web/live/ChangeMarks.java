package io.tocsin.web.live;

import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.store.SilenceStore;
import io.tocsin.watch.Watching;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * One short text for each thing that pages show; it is another one after each change, whichever replica made it. Blocks
 * for a few small queries.
 */
@Component
class ChangeMarks {

    private final EvaluationMarks evaluation;
    private final SilenceStore silences;
    private final DeliveryHistory deliveries;
    private final InboxMessages inbox;
    private final DataSourceHealthMonitor sources;
    private final Watching watching;
    private final Clock clock;

    ChangeMarks(
            EvaluationMarks evaluation,
            SilenceStore silences,
            DeliveryHistory deliveries,
            InboxMessages inbox,
            DataSourceHealthMonitor sources,
            Watching watching,
            Clock clock) {
        this.evaluation = evaluation;
        this.silences = silences;
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.sources = sources;
        this.watching = watching;
        this.clock = clock;
    }

    /** Of what evaluation leaves, and of what becomes of it. */
    @Component
    record EvaluationMarks(
            EvaluationHistory history, RuleRecords records, RuleCatalog catalog, NotificationTrail trail) {

        String ofAlerts() {
            return history.changeMark() + "/" + trail.changeMark();
        }

        String ofRules() {
            return records.changeMark() + "/" + catalog.snapshot().contentHash();
        }
    }

    Map<String, String> read() {
        Map<String, String> marks = new TreeMap<>();
        marks.put("alerts", evaluation.ofAlerts());
        marks.put("rules", evaluation.ofRules());
        marks.put("silences", silences.changeMark(clock.instant()));
        marks.put("deliveries", deliveries.changeMark());
        marks.put("inbox", inbox.changeMark());
        marks.put(
                "sources",
                sources.all().stream()
                        .filter(DataSourceHealth::isFailing)
                        .map(health -> health.name().value())
                        .toList()
                        .toString());
        marks.put("watching", watching.report().concerns().toString());
        return marks;
    }
}
