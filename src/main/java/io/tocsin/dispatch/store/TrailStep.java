package io.tocsin.dispatch.store;

/** What happened to an alert on its way to people. */
public enum TrailStep {
    /** It fired and joined a notification group. */
    GROUPED,
    /** It ended; the group has still to tell so. */
    ENDED,
    /** A silence, an inhibition or a time interval began to mute it. */
    MUTED,
    /** Nothing mutes it any more. */
    UNMUTED,
    /** A notification said that it fires. */
    TOLD_FIRING,
    /** A notification said that it ended. */
    TOLD_RESOLVED,
    /** One notification said that it had fired and ended. */
    TOLD_FIRED_AND_RESOLVED,
    /** It left its group and nobody was told; the detail says why. */
    NOT_TOLD,
    /** The policies send it elsewhere now; whoever was told here hears no more than its end. */
    REROUTED,
    /** The policies send it elsewhere now, before anybody was told here. */
    REROUTED_UNTOLD,
    /** A newer version wrote a step that this one has no word for. */
    OTHER
}
