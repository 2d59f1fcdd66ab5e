package io.tocsin.web.alerts;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** The active alerts with how they stand: what is silenced, acknowledged or inhibited does not count as firing. Blocks. */
@Component
public class StandingAlerts {

    private final ActiveAlerts alerts;
    private final AlertSurroundings surroundings;

    StandingAlerts(ActiveAlerts alerts, AlertSurroundings surroundings) {
        this.alerts = alerts;
        this.surroundings = surroundings;
    }

    /** How many there are of each; those of which there are none are 0. */
    Map<AlertStanding, Integer> counts(AlertSurroundings.SurroundingsNow now) {
        Map<AlertStanding, Integer> counts = zeros();
        if (now.isAnythingMuted()) {
            alerts.forEach(alert -> counts.merge(now.standing(alert), 1, Integer::sum));
            return counts;
        }
        alerts.countByState()
                .forEach((state, count) -> counts.merge(
                        state == InstanceState.PENDING ? AlertStanding.PENDING : AlertStanding.ACTIVE,
                        count,
                        Integer::sum));
        return counts;
    }

    static Map<AlertStanding, Integer> zeros() {
        Map<AlertStanding, Integer> counts = new EnumMap<>(AlertStanding.class);
        for (AlertStanding standing : AlertStanding.values()) {
            counts.put(standing, 0);
        }
        return counts;
    }

    /** Hands over all of them, without their texts and in no order. */
    public void forEach(BiConsumer<ActiveAlerts.ActiveEntry, AlertStanding> consumer) {
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        alerts.forEach(alert -> consumer.accept(alert, now.standing(alert)));
    }
}
