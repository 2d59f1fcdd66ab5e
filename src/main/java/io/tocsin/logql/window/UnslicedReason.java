package io.tocsin.logql.window;

/** Why an expression is asked as it is written. */
public enum UnslicedReason {
    SHORT_RANGE("no range of it is longer than two intervals, and so much is read at each slot anyhow"),
    LONG_RANGE("a range of it is longer than " + Slicing.MOST_INTERVALS + " intervals"),
    FUNCTION("it has a function whose value over a range does not follow from its values over parts of the range"),
    AGGREGATION("it has an aggregation that is left to the data source"),
    PARSED_LABELS("series that have labels out of log lines are not aggregated by named labels"),
    FUTURE("an offset of it looks ahead of the slot"),
    NO_LOGQL("it cannot be read as a LogQL metric query");

    private final String text;

    UnslicedReason(String text) {
        this.text = text;
    }

    /** Follows "because". */
    public String text() {
        return text;
    }
}
