package io.tocsin.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Instants in {@code timestamp with time zone} columns: in UTC whatever the machine's zone is, and in microseconds,
 * which is what both databases keep. Cut here, a time equals itself when it is read back or compared with a column.
 */
public final class SqlTimes {

    private SqlTimes() {}

    public static OffsetDateTime of(Instant instant) {
        return stored(instant).atOffset(ZoneOffset.UTC);
    }

    /** The instant as it will be read back: for entities and their queries. */
    public static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    public static @Nullable OffsetDateTime ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    public static Instant read(ResultSet row, String column) throws SQLException {
        Instant instant = readNullable(row, column);
        if (instant == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return instant;
    }

    public static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
