package io.tocsin.evaluation.outage;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.DataSourceOutage;
import io.tocsin.alert.store.DataSourceOutages;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.label.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one alert about a data source that does not answer, instead of one per rule. It fires when the outage has lasted for
 * its own pending time, and resolves when the data source answers again, or when no rule needs it any more.
 */
@Component
public class DataSourceAlerts {

    static final String ALERT_NAME = "DatasourceUnreachable";

    private static final Logger log = LoggerFactory.getLogger(DataSourceAlerts.class);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm 'UTC'");
    private static final List<String> REASONS = Arrays.stream(QueryFailure.values())
            .filter(QueryFailure::concernsDataSource)
            .map(QueryFailure::word)
            .toList();

    private final TransactionTemplate transactions;
    private final DataSourceOutages outages;
    private final RuleRecords rules;
    private final AlertInstances instances;
    private final AlertEventLog events;
    private final Duration pending;
    private final Clock clock;

    public DataSourceAlerts(
            TransactionTemplate transactions,
            DataSourceOutages outages,
            RuleRecords rules,
            AlertInstances instances,
            AlertEventLog events,
            EvaluationProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.outages = outages;
        this.rules = rules;
        this.instances = instances;
        this.events = events;
        this.pending = properties.datasourcePending();
        this.clock = clock;
    }

    /** Tells what has to be told now. Blocks; may run on every replica at any time. */
    public void check() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (DataSourceOutage outage : outages.findAll()) {
            int failing = rules.countFailing(outage.dataSource(), REASONS);
            Instant since = outage.failingSince();
            if (outage.firedAt() != null) {
                if (since == null || failing == 0) {
                    resolve(outage, outage.firedAt(), now);
                } else {
                    update(outage, since, failing, now);
                }
            } else if (since != null && failing > 0 && hasLasted(outage.firstFailedAt(), outage.failedAt())) {
                fire(outage, since, failing, now);
            }
        }
    }

    /** Between two failures; that nobody has asked since the last one is no sign of an outage. */
    private boolean hasLasted(@Nullable Instant since, @Nullable Instant failedAt) {
        return since != null
                && failedAt != null
                && Duration.between(since, failedAt).compareTo(pending) >= 0;
    }

    private void fire(DataSourceOutage outage, Instant since, int failing, Instant now) {
        transactions.executeWithoutResult(status -> {
            if (outages.claimFired(outage.dataSource(), since, now)) {
                AlertInstance instance = instance(outage, since, now, failing, now);
                instances.save(List.of(instance));
                events.append(List.of(new AlertEvent.Fired(alert(instance, now), false)));
                log.warn(
                        "data source is unreachable dataSource={} since={} rules={}",
                        outage.dataSource(),
                        since,
                        failing);
            }
        });
    }

    private void update(DataSourceOutage outage, Instant since, int failing, Instant now) {
        Instant firedAt = outage.firedAt();
        if (firedAt != null) {
            AlertInstance newest = instance(outage, since, firedAt, failing, now);
            boolean isKnown = instances.findByGroup(BuiltInAlerts.GROUP).stream()
                    .anyMatch(known -> known.labels().equals(newest.labels()) && known.value() == failing);
            if (!isKnown) {
                instances.save(List.of(newest));
            }
        }
    }

    private void resolve(DataSourceOutage outage, Instant firedAt, Instant now) {
        transactions.executeWithoutResult(status -> {
            if (!outages.claimResolved(outage.dataSource(), firedAt)) {
                return;
            }
            List<AlertInstance> known = instances.findByGroup(BuiltInAlerts.GROUP).stream()
                    .filter(instance -> instance.labels().get("datasource").equals(outage.dataSource()))
                    .toList();
            // What was told must be told to have ended, even if its instance is gone or cannot be read.
            List<AlertInstance> ended = known.isEmpty() ? List.of(instance(outage, firedAt, firedAt, 0, now)) : known;
            ended.forEach(instance -> events.append(List.of(new AlertEvent.Resolved(
                    alert(instance, now), now, ResolveReason.CONDITION_FALSE, 0.0, "", false))));
            instances.delete(known);
            log.info("data source answers again dataSource={}", outage.dataSource());
        });
    }

    private static AlertInstance instance(
            DataSourceOutage outage, Instant since, Instant firedAt, int failing, Instant now) {
        TreeMap<String, String> annotations = new TreeMap<>();
        annotations.put("summary", summary(outage.dataSource(), since, failing));
        annotations.put("summary_ko", koreanSummary(outage.dataSource(), since, failing));
        annotations.put("description", outage.message());
        annotations.put("description_ko", "마지막 오류: " + outage.message());
        Labels labels =
                Labels.of(Labels.ALERT_NAME, ALERT_NAME, "datasource", outage.dataSource(), "severity", "critical");
        return new AlertInstance(
                BuiltInAlerts.key(ALERT_NAME),
                labels,
                InstanceState.FIRING,
                InstanceTimes.firing(since, firedAt, now),
                failing,
                annotations);
    }

    private static String summary(String dataSource, Instant since, int failing) {
        String who = dataSource.equals(DataSourceName.DEFAULT.value()) ? "Loki" : "Data source \"" + dataSource + "\"";
        return who + " unreachable: " + failing + (failing == 1 ? " rule" : " rules") + " cannot be evaluated since "
                + MINUTE.format(since.atOffset(ZoneOffset.UTC));
    }

    private static String koreanSummary(String dataSource, Instant since, int failing) {
        String who = dataSource.equals(DataSourceName.DEFAULT.value()) ? "Loki" : "데이터 소스 \"" + dataSource + "\"";
        return who + " 응답 없음: " + MINUTE.format(since.atOffset(ZoneOffset.UTC)) + "부터 규칙 " + failing
                + "개를 평가하지 못하고 있습니다";
    }

    private static Alert alert(AlertInstance instance, Instant slot) {
        return BuiltInAlerts.alert(instance, instance.labels().get("datasource"), slot);
    }
}
