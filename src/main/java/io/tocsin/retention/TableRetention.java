package io.tocsin.retention;

import java.time.Duration;

/**
 * How long a table keeps its rows. A bean of each feature that has a table which would grow for ever.
 *
 * @param table its name
 * @param key a column that is unique, by which rows are deleted in batches
 * @param time a column by which a row's age is told; rows where it is null stay
 * @param condition an SQL condition on the rows that may be deleted at all; empty: all
 * @param age a row whose time is longer ago than this is deleted
 * @param maxRows of the rows, at most so many of the newest by {@code key} stay, which then must be a growing number; 0: as
 *     many as there are
 * @param setting what people change to change the age; empty: it is fixed
 */
public record TableRetention(
        String table, String key, String time, String condition, Duration age, long maxRows, String setting) {

    public TableRetention {
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException(setting + " must be greater than 0");
        }
    }

    /** All rows of a certain age, however many there are. */
    public static TableRetention of(String table, String key, String time, Duration age, String setting) {
        return new TableRetention(table, key, time, "", age, 0, setting);
    }

    /** The same, only for rows that meet an SQL condition. */
    public TableRetention onlyIf(String sqlCondition) {
        return new TableRetention(table, key, time, sqlCondition, age, maxRows, setting);
    }

    /** The same, and at most so many of the newest. */
    public TableRetention atMost(long rows) {
        return new TableRetention(table, key, time, condition, age, rows, setting);
    }
}
