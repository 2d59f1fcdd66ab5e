package io.tocsin.alert.store;

import io.tocsin.alert.AlertInstance;
import io.tocsin.database.Decoded;
import io.tocsin.database.UnreadableRows;
import io.tocsin.rule.GroupKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The newest readings of each group's instances, which are in the row of its cursor. To be read after the rows of the
 * instances: then a value may be of a later slot than its row, and never of an earlier one. Readings that cannot be read
 * are as if there were none: the rows say how their instances were. All methods block and join the caller's transaction.
 */
final class StoredReadings {

    private static final String SELECT =
            "select group_file, group_name, readings from group_cursor where readings is not null";

    /** For more groups than this all are read. */
    private static final int GROUPS_BY_NAME = 100;

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;

    StoredReadings(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
    }

    InstanceReadings of(GroupKey group) {
        return query(jdbc.sql(SELECT + " and group_key = ?").param(group.toString()))
                .getOrDefault(group, InstanceReadings.EMPTY);
    }

    /** Of all groups that have some. */
    Map<GroupKey, InstanceReadings> all() {
        return query(jdbc.sql(SELECT));
    }

    /** Instances, as their rows say they are, with their newest values and texts. */
    List<AlertInstance> newest(List<AlertInstance> rows) {
        Set<GroupKey> groups = new HashSet<>();
        rows.forEach(row -> groups.add(row.rule().group()));
        if (groups.isEmpty()) {
            return rows;
        }
        Map<GroupKey, InstanceReadings> readings = groups.size() > GROUPS_BY_NAME
                ? all()
                : query(jdbc.sql(SELECT + " and group_key in (:groups)")
                        .param("groups", groups.stream().map(GroupKey::toString).toList()));
        return readings.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> readings.getOrDefault(row.rule().group(), InstanceReadings.EMPTY)
                                .newest(row))
                        .toList();
    }

    private Map<GroupKey, InstanceReadings> query(JdbcClient.StatementSpec statement) {
        Map<GroupKey, InstanceReadings> readings = new HashMap<>();
        statement.query(row -> {
            GroupKey group = new GroupKey(row.getString("group_file"), row.getString("group_name"));
            readings.put(group, read(row.getBytes("readings"), group));
        });
        return readings;
    }

    private InstanceReadings read(byte @Nullable [] stored, GroupKey group) {
        try {
            return InstanceReadings.read(stored);
        } catch (RuntimeException e) {
            unreadable.met("group_cursor.readings", group.toString(), Decoded.problem(e));
            return InstanceReadings.EMPTY;
        }
    }
}
