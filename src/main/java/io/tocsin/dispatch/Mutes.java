package io.tocsin.dispatch;

import io.tocsin.label.Labels;
import io.tocsin.message.Mute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What keeps alerts from being told: silences, inhibitions and time intervals. Blocks. */
interface Mutes {

    /** What holds at one moment, read when it is first asked for. */
    View at(Instant at);

    /** A fixed state of the mutes, so that one flush judges all its alerts alike. */
    interface View {

        /** What mutes an alert, for people; empty when nothing does. */
        String mutedBy(String alertId, Labels labels);

        /** The same as values, for messages. */
        List<Mute> mutes(String alertId, Labels labels);

        /** Until when the policy tells nothing at all; empty when it may speak. */
        Optional<Instant> heldUntil(String policyPath);
    }
}
