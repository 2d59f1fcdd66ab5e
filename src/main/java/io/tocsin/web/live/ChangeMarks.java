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

    private final AlertMarks alerts;
    private final Messages messages;
    private final RuleCatalog catalog;
    private final DataSourceHealthMonitor sources;
    private final Watching watching;
    private final Clock clock;

    ChangeMarks(
            AlertMarks alerts,
            Messages messages,
            RuleCatalog catalog,
            DataSourceHealthMonitor sources,
            Watching watching,
            Clock clock) {
        this.alerts = alerts;
        this.messages = messages;
        this.catalog = catalog;
        this.sources = sources;
        this.watching = watching;
        this.clock = clock;
    }

    /** What evaluation leaves, and what silences do to it. */
    @Component
    record AlertMarks(EvaluationHistory history, RuleRecords rules, SilenceStore silences, NotificationTrail trail) {}

    /** What is sent. */
    @Component
    record Messages(DeliveryHistory deliveries, InboxMessages inbox) {}

    Map<String, String> read() {
        Map<String, String> marks = new TreeMap<>();
        marks.put("alerts", alerts.history().changeMark() + "/" + alerts.trail().changeMark());
        marks.put(
                "rules", alerts.rules().changeMark() + "/" + catalog.snapshot().contentHash());
        marks.put("silences", alerts.silences().changeMark(clock.instant()));
        marks.put("deliveries", messages.deliveries().changeMark());
        marks.put("inbox", messages.inbox().changeMark());
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
