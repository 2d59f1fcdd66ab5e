package io.tocsin.task;

/**
 * In which order the parts of the process stop, so that what one has made the next can still work off: the web server
 * takes no more requests, then these in their order, and the database is closed last. They start in the opposite order.
 */
public enum StopOrder {
    /** What only reads files and looks around. */
    FIRST,
    EVALUATION,
    DISPATCH,
    DELIVERY,
    /** What the others write to. */
    LAST;

    /** Below the phases of Spring Boot's web server, so that they stop after it. */
    private static final int LAST_PHASE = 1_000;

    private static final int STEP = 100;

    /** As {@link org.springframework.context.SmartLifecycle#getPhase()} has it: what is greater stops earlier. */
    public int phase() {
        return LAST_PHASE + (LAST.ordinal() - ordinal()) * STEP;
    }
}
