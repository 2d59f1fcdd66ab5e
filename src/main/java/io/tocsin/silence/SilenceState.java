package io.tocsin.silence;

/** Whether a silence mutes. */
public enum SilenceState {
    PENDING,
    ACTIVE,
    EXPIRED
}
