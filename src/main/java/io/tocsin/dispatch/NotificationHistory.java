package io.tocsin.dispatch;

import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Forgets what happened long ago. Blocks. */
@Component
class NotificationHistory {

    private final NotificationLog notifications;
    private final NotificationTrail trail;
    private final SilenceStore silences;

    NotificationHistory(NotificationLog notifications, NotificationTrail trail, SilenceStore silences) {
        this.notifications = notifications;
        this.trail = trail;
        this.silences = silences;
    }

    /** Returns how many notifications, steps and silences were forgotten. */
    int purge(Instant before) {
        return notifications.purge(before) + trail.purge(before) + silences.purge(before);
    }
}
