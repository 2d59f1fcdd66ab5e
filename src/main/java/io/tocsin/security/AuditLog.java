package io.tocsin.security;

import io.tocsin.text.CodePoints;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The append-only record of changes. All methods block. */
@Repository
public class AuditLog {

    private static final int MAX_TEXT = 200;
    private static final int MAX_OBJECT = 300;
    private static final int MAX_DETAIL = 1000;

    private final JdbcClient jdbc;

    AuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Appends; the entry's own id does not count. */
    void append(AuditEntry entry) {
        jdbc.sql("insert into audit_entry (happened_at, actor, address, action, object, detail, outcome, status)"
                        + " values (:at, :actor, :address, :action, :object, :detail, :outcome, :status)")
                .param("at", SqlTimes.of(entry.at()))
                .param("actor", CodePoints.cut(entry.actor(), MAX_TEXT))
                .param("address", CodePoints.cut(entry.address(), 64))
                .param("action", CodePoints.cut(entry.action(), MAX_TEXT))
                .param("object", CodePoints.cut(entry.object(), MAX_OBJECT))
                .param("detail", CodePoints.cut(entry.detail(), MAX_DETAIL))
                .param("outcome", entry.outcome().name())
                .param("status", entry.status())
                .update();
    }

    /** Newest first, below an id; {@code text} must be in the actor, the action, the object or the detail. */
    public List<AuditEntry> find(String text, long belowId, int limit) {
        return jdbc.sql("select * from audit_entry where id < :below and (:text = '' or"
                        + " lower(actor || ' ' || action || ' ' || object || ' ' || detail) like :pattern escape '!')"
                        + " order by id desc limit :limit")
                .param("below", belowId)
                .param("text", text)
                .param("pattern", pattern(text))
                .param("limit", limit)
                .query(AuditLog::read)
                .list();
    }

    private static String pattern(String text) {
        String literal = text.toLowerCase(java.util.Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }


    private static AuditEntry read(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                SqlTimes.read(row, "happened_at"),
                row.getString("actor"),
                row.getString("address"),
                row.getString("action"),
                row.getString("object"),
                row.getString("detail"),
                StoredEnums.read(row.getString("outcome"), AuditEntry.Outcome.OTHER),
                row.getInt("status"));
    }
}
