package io.tocsin.database.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What a column holds, whatever each database calls its type. */
enum ColumnKind {
    /** A String. */
    TEXT,
    /** A Long. */
    WHOLE,
    /** A Double, which may be infinite or no number. */
    NUMBER,
    /** A Boolean. */
    TRUTH,
    /** An Instant, in microseconds. */
    TIME,
    /** A byte array. */
    BYTES;

    /**
     * @param type of {@link Types}
     * @param typeName as the database says it
     */
    static ColumnKind of(int type, String typeName) {
        return switch (type) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCLOB -> TEXT;
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> WHOLE;
            case Types.DOUBLE, Types.FLOAT, Types.REAL -> NUMBER;
            case Types.BIT, Types.BOOLEAN -> TRUTH;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIME;
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> BYTES;
            default -> {
                if (typeName.equals("timestamptz")) {
                    yield TIME;
                }
                throw new IllegalStateException("a column of the type " + typeName + " cannot be transferred");
            }
        };
    }

    /** The value of the row at which the result stands; null when it has none. */
    @Nullable
    Object read(ResultSet rows, int column) throws SQLException {
        @Nullable
        Object value = switch (this) {
            case TEXT -> rows.getString(column);
            case WHOLE -> rows.getLong(column);
            case NUMBER -> rows.getDouble(column);
            case TRUTH -> rows.getBoolean(column);
            case TIME -> instant(rows.getObject(column, OffsetDateTime.class));
            case BYTES -> rows.getBytes(column);
        };
        return rows.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
