package io.tocsin.web.alerts;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Silences, policies and rules as they are while one page is made. */
@Component
public class AlertSurroundings {

    private final Silencing silencing;
    private final PolicyCatalog policies;
    private final RuleCatalog catalog;
    private final NotificationViews notifications;

    AlertSurroundings(
            Silencing silencing, PolicyCatalog policies, RuleCatalog catalog, NotificationViews notifications) {
        this.notifications = notifications;
        this.silencing = silencing;
        this.policies = policies;
        this.catalog = catalog;
    }

    /** Blocks. */
    public SurroundingsNow now() {
        return new SurroundingsNow(
                new SilenceIndex(silencing.findActive()),
                notifications.inhibited(),
                policies.current().tree(),
                catalog.snapshot());
    }

    /**
     * One moment.
     *
     * @param inhibited the short forms of the ids of episodes that others inhibit
     */
    public record SurroundingsNow(
            SilenceIndex activeSilences, Set<String> inhibited, PolicyTree tree, RuleCatalogSnapshot rules) {

        boolean isAnythingMuted() {
            return !activeSilences.isEmpty() || !inhibited.isEmpty();
        }

        /** A silence weighs more than an acknowledgement, and both more than an inhibition. */
        public AlertStanding standing(ActiveAlerts.ActiveEntry alert) {
            Instant firedAt = alert.firedAt();
            if (alert.state() == InstanceState.PENDING || firedAt == null) {
                return AlertStanding.PENDING;
            }
            List<Silence> silences = silencing(alert);
            if (!silences.isEmpty()) {
                return silences.stream().allMatch(Silence::isAcknowledgement)
                        ? AlertStanding.ACKNOWLEDGED
                        : AlertStanding.SILENCED;
            }
            boolean isInhibited = !inhibited.isEmpty() && inhibited.contains(AlertKey.of(id(alert, firedAt)));
            return isInhibited ? AlertStanding.INHIBITED : AlertStanding.ACTIVE;
        }

        List<Silence> silencing(ActiveAlerts.ActiveEntry alert) {
            Instant firedAt = alert.firedAt();
            if (firedAt == null || activeSilences.isEmpty()) {
                return List.of();
            }
            return activeSilences.covering(alert.labels(), () -> id(alert, firedAt));
        }

        private static String id(ActiveAlerts.ActiveEntry alert, Instant firedAt) {
            return new AlertId(alert.rule(), alert.labels().fingerprint(), firedAt).toString();
        }

        /** The silences that cover it now, by id and by author. */
        Collection<String> silencedBy(ActiveAlerts.ActiveEntry alert) {
            return silencing(alert).stream()
                    .flatMap(silence -> Stream.of(silence.id().value(), silence.author()))
                    .toList();
        }

        /** The contact points that its policies lead to. */
        Collection<String> receivers(ActiveAlerts.ActiveEntry alert) {
            List<ContactPointName> named =
                    rules.rule(alert.rule()).map(AlertRule::contactPoints).orElse(List.of());
            return tree.route(alert.labels(), named).stream()
                    .map(route -> route.key().receiver().value())
                    .distinct()
                    .toList();
        }
    }
}
