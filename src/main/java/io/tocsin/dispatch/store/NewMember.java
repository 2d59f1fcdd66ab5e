package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.notification.NotificationRoute;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that joins a notification group.
 *
 * @param resolution set when it has resolved before it could join
 */
public record NewMember(
        NotificationRoute route,
        Alert alert,
        boolean late,
        Instant joinedAt,
        @Nullable Resolution resolution) {

    public NewMember resolved(Resolution end) {
        return new NewMember(route, alert, late || end.late(), joinedAt, end);
    }
}
