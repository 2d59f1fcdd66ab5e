package io.tocsin.security;

/** Whether programs on this machine may push and query without a token. */
enum LoopbackFree {
    /** While Tocsin listens on this machine only, and people reach it there. */
    AUTO,
    ON,
    OFF
}
