package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.rule.GroupKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The fence of evaluation: one row per group, moved on in the transaction that writes a slot's outcome. Of two replicas
 * that evaluated the same slot only one can move it; the other has nothing written. Its version says whether what a
 * replica remembers of the group is still so: every write about the group makes another one. All methods block.
 */
@Repository
public class GroupCursors {

    private final JdbcClient jdbc;
    private final JdbcTemplate updates;

    GroupCursors(JdbcClient jdbc, JdbcTemplate updates) {
        this.jdbc = jdbc;
        this.updates = updates;
    }

    public Optional<GroupCursor> find(GroupKey group) {
        return jdbc.sql("select group_file, group_name, slot, version from group_cursor where group_key = ?")
                .param(group.toString())
                .query(GroupCursors::read)
                .optional();
    }

    /** Finds a group by the text form of its key, as the scheduler knows it. */
    public Optional<GroupCursor> findByText(String groupKey) {
        return jdbc.sql("select group_file, group_name, slot, version from group_cursor where group_key = ?")
                .param(groupKey)
                .query(GroupCursors::read)
                .optional();
    }

    public List<GroupCursor> findAll() {
        return jdbc.sql("select group_file, group_name, slot, version from group_cursor order by group_key")
                .query(GroupCursors::read)
                .list();
    }

    /**
     * Starts a group after the given slot, unless it is known already. Must not be called within a transaction. Its versions
     * begin anywhere: a group that comes back is no version of the one that was ended, whatever a replica remembers of it.
     */
    public GroupCursor start(GroupKey group, Instant slot) {
        Optional<GroupCursor> known = find(group);
        if (known.isPresent()) {
            return known.get();
        }
        long version = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);
        try {
            jdbc.sql("insert into group_cursor (group_key, group_file, group_name, slot, version)"
                            + " values (?, ?, ?, ?, ?)")
                    .params(group.toString(), group.file(), group.group(), SqlTimes.of(slot), version)
                    .update();
        } catch (DuplicateKeyException e) {
            return find(group).orElseThrow(() -> e);
        }
        return new GroupCursor(group, SqlTimes.stored(slot), version);
    }

    /**
     * Moves the group on to a later slot; false when somebody else has written since the cursor was read.
     *
     * @param evaluations the newest, this slot's included
     * @param readings null: they are as they are stored
     */
    public boolean advance(
            GroupCursor read, Instant slot, EvaluationChunk evaluations, @Nullable InstanceReadings readings) {
        boolean isLater = slot.isAfter(read.slot());
        return isLater && write(read, slot, evaluations, readings);
    }

    /**
     * Claims the right to write about the group without moving it on; false when somebody else has written since the cursor
     * was read. Whoever remembers the group has to read it again.
     *
     * @param readings null: they are as they are stored
     */
    public boolean amend(GroupCursor read, EvaluationChunk evaluations, @Nullable InstanceReadings readings) {
        return write(read, read.slot(), evaluations, readings);
    }

    /** A version has one slot, so the version alone says whether the row is as it was read. */
    private boolean write(
            GroupCursor read, Instant slot, EvaluationChunk evaluations, @Nullable InstanceReadings readings) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(SqlTimes.of(slot));
        values.add(evaluations.stored());
        if (readings != null) {
            values.add(readings.stored());
        }
        values.add(read.group().toString());
        values.add(read.version());
        return updates.update(
                        "update group_cursor set slot = ?, version = version + 1, evaluations = ?"
                                + (readings == null ? "" : ", readings = ?") + " where group_key = ? and version = ?",
                        values.toArray())
                == 1;
    }

    /** Forgets a group that no longer exists; false when somebody else has written since the cursor was read. */
    public boolean remove(GroupCursor read) {
        return jdbc.sql("delete from group_cursor where group_key = ? and version = ?")
                        .params(read.group().toString(), read.version())
                        .update()
                == 1;
    }

    private static GroupCursor read(ResultSet row, int number) throws SQLException {
        return new GroupCursor(
                new GroupKey(row.getString("group_file"), row.getString("group_name")),
                SqlTimes.read(row, "slot"),
                row.getLong("version"));
    }
}
