package io.tocsin.external;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.external.store.ExternalEpisodes;
import io.tocsin.external.store.ExternalEpisodes.KnownEpisode;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes alerts of Prometheus, vmalert, Grafana or a Loki ruler. The same labels are the same alert, whoever sends them; it
 * fires with the first message and ends when a sender says so, or when nobody has repeated it in time. Safe on every
 * replica at once. Blocks.
 */
@Component
public class ExternalAlerts {

    /** The group of alerts that no rule here makes; no file can have this name. */
    public static final GroupKey GROUP = new GroupKey("", "external");

    private static final Logger log = LoggerFactory.getLogger(ExternalAlerts.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MAX_NAME = 400;
    private static final int MAX_URL = 4_000;

    private final TransactionTemplate transactions;
    private final ExternalEpisodes episodes;
    private final AlertInstances instances;
    private final AlertEventLog events;
    private final ExternalAlertSettings settings;
    private final Clock clock;
    private final Hearing hearing;

    public ExternalAlerts(
            TransactionTemplate transactions,
            ExternalEpisodes episodes,
            AlertInstances instances,
            AlertEventLog events,
            ExternalAlertSettings settings,
            Clock clock) {
        this.transactions = transactions;
        this.episodes = episodes;
        this.instances = instances;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.hearing = new Hearing(now());
    }

    /** Takes what a sender said; it is stored when the method returns. */
    public void receive(List<ExternalAlert> alerts) {
        Map<Fingerprint, ExternalAlert> newest = new LinkedHashMap<>();
        alerts.forEach(alert -> newest.put(alert.labels().fingerprint(), alert));
        // In one order on every replica: two that are told the same never wait for each other's rows.
        List<ExternalAlert> all = newest.values().stream()
                .sorted(Comparator.comparingLong(
                        alert -> alert.labels().fingerprint().value()))
                .toList();
        try {
            for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
                receiveSome(all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())));
            }
        } catch (RuntimeException e) {
            if (DatabaseFailures.isPassing(e)) {
                hearing.interrupt(now());
            }
            throw e;
        }
    }

    private void receiveSome(List<ExternalAlert> alerts) {
        try {
            transactions.executeWithoutResult(status -> take(alerts, now()));
        } catch (DuplicateKeyException e) {
            // Another replica was told of one of them at the same time: now it is known.
            log.debug("an external alert was received twice at once", e);
            transactions.executeWithoutResult(status -> take(alerts, now()));
        }
    }

    private void take(List<ExternalAlert> alerts, Instant at) {
        Map<Fingerprint, KnownEpisode> known = episodes.find(
                alerts.stream().map(alert -> alert.labels().fingerprint()).toList());
        List<AlertInstance> firing = new ArrayList<>();
        List<AlertEvent> begun = new ArrayList<>();
        List<KnownEpisode> over = new ArrayList<>();
        for (ExternalAlert alert : alerts) {
            KnownEpisode episode = known.get(alert.labels().fingerprint());
            if (!alert.isOver(at)) {
                AlertInstance instance = goOn(alert, episode, at);
                if (instance == null) {
                    instance = begin(alert);
                    begun.add(new AlertEvent.Fired(snapshot(instance, instance.evaluatedAt()), false));
                }
                firing.add(instance);
            } else if (episode != null) {
                over.add(episode);
            }
        }
        instances.save(firing);
        events.append(begun);
        end(over, at);
    }

    private @Nullable AlertInstance goOn(ExternalAlert alert, @Nullable KnownEpisode episode, Instant at) {
        return episode != null && episodes.extend(promised(alert, episode.firedAt(), at), at)
                ? instance(alert, episode.firedAt(), at)
                : null;
    }

    /** One that is new, or that was ended by another replica since it was looked for: then it begins after that end. */
    private AlertInstance begin(ExternalAlert alert) {
        Instant at = now();
        episodes.insert(promised(alert, at, at));
        log.info(
                "external alert fires alert={} fingerprint={}",
                alert.name(),
                alert.labels().fingerprint());
        return instance(alert, at, at);
    }

    private KnownEpisode promised(ExternalAlert alert, Instant firedAt, Instant at) {
        Instant endsAt = alert.endsAt() == null ? at.plus(settings.resolveTimeout()) : alert.endsAt();
        String url = alert.generatorUrl().length() > MAX_URL ? "" : alert.generatorUrl();
        return new KnownEpisode(alert.labels().fingerprint(), firedAt, endsAt, url);
    }

    /**
     * Ends the alerts that nobody has repeated in time. What was not repeated while nobody could be heard is no end: after
     * such a time an alert has the whole resolve timeout to be heard of again. Called by one thread, every second.
     */
    void expire() {
        Instant at = now();
        Instant since = hearing.since(at);
        boolean couldAllBeHeard = !since.plus(settings.resolveTimeout()).isAfter(at);
        Instant heardSince = couldAllBeHeard ? Instant.EPOCH : since;
        List<KnownEpisode> over = episodes.findOver(at, heardSince, MOST_AT_ONCE);
        while (!over.isEmpty()) {
            List<KnownEpisode> some = over;
            transactions.executeWithoutResult(status -> end(some, at));
            over = over.size() < MOST_AT_ONCE ? List.of() : episodes.findOver(at, heardSince, MOST_AT_ONCE);
        }
        hearing.goesOn(at);
    }

    private void end(List<KnownEpisode> over, Instant at) {
        List<Fingerprint> ended = over.stream()
                .filter(episodes::end)
                .map(KnownEpisode::fingerprint)
                .toList();
        List<AlertInstance> known = instances.findByGroup(GROUP, ended);
        List<AlertEvent> ends = new ArrayList<>();
        for (AlertInstance instance : known) {
            ends.add(new AlertEvent.Resolved(snapshot(instance, at), at, ResolveReason.EXTERNAL, null, "", false));
            log.info(
                    "external alert ends alert={} fingerprint={}",
                    instance.rule().alert(),
                    instance.fingerprint());
        }
        events.append(ends);
        instances.delete(known);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Its sender knows its value and does not say it. */
    private static AlertInstance instance(ExternalAlert alert, Instant firedAt, Instant at) {
        String name = alert.name();
        RuleKey rule = new RuleKey(
                GROUP,
                name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name,
                Labels.empty().fingerprint());
        return new AlertInstance(
                rule,
                alert.labels(),
                InstanceState.FIRING,
                InstanceTimes.firing(alert.startsAt().isAfter(at) ? at : alert.startsAt(), firedAt, at),
                Double.NaN,
                alert.annotations());
    }

    private static Alert snapshot(AlertInstance instance, Instant at) {
        Instant firedAt = instance.firedAt() == null ? at : instance.firedAt();
        RuleReference reference =
                new RuleReference(instance.rule(), "", "", "", Duration.ZERO, new EvidenceSettings(0, ""), List.of());
        return new Alert(
                new AlertId(instance.rule(), instance.fingerprint(), firedAt),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                at,
                instance.value(),
                reference);
    }

    /** Of the external alerts that fire: when each ends unless it is repeated, and where its sender shows it. */
    public Map<Fingerprint, KnownEpisode> episodes(List<Fingerprint> fingerprints) {
        return episodes.find(fingerprints);
    }

    /** How long an alert of which the sender says no end fires after it was last sent. */
    public Duration resolveTimeout() {
        return settings.resolveTimeout();
    }
}
