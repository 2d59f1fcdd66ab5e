package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notification that would have gone out.
 *
 * @param told the first of the alerts it speaks of
 * @param unlisted how many more there are
 */
record SimulatedNotification(
        NotificationGroupKey key,
        NotificationReason reason,
        Instant at,
        int firing,
        int resolved,
        Labels commonLabels,
        List<Told> told,
        int unlisted) {

    /** How many alerts a rendered message lists. */
    static final int LISTED = 10;

    /**
     * An alert that it speaks of.
     *
     * @param resolved its end; null while it fires
     */
    record Told(Alert alert, AlertEvent.@Nullable Resolved resolved) {}
}
