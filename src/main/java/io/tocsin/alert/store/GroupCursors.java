package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.rule.GroupKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The fence of evaluation: one row per group, moved on in the transaction that writes a slot's outcome. Of two replicas
 * that evaluated the same slot only one can move it; the other has nothing written. All methods block.
 */
@Repository
public class GroupCursors {

    private final JdbcClient jdbc;

    GroupCursors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<GroupCursor> find(GroupKey group) {
        return jdbc.sql("select * from group_cursor where group_key = ?")
                .param(group.toString())
                .query(GroupCursors::read)
                .optional();
    }

    /** Finds a group by the text form of its key, as the scheduler knows it. */
    public Optional<GroupCursor> findByText(String groupKey) {
        return jdbc.sql("select * from group_cursor where group_key = ?")
                .param(groupKey)
                .query(GroupCursors::read)
                .optional();
    }

    public List<GroupCursor> findAll() {
        return jdbc.sql("select * from group_cursor order by group_key")
                .query(GroupCursors::read)
                .list();
    }

    /** Starts a group after the given slot, unless it is known already. Must not be called within a transaction. */
    public GroupCursor start(GroupKey group, Instant slot) {
        Optional<GroupCursor> known = find(group);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            jdbc.sql("insert into group_cursor (group_key, group_file, group_name, slot, version)"
                            + " values (?, ?, ?, ?, 0)")
                    .params(group.toString(), group.file(), group.group(), SqlTimes.of(slot))
                    .update();
        } catch (DuplicateKeyException e) {
            return find(group).orElseThrow(() -> e);
        }
        return new GroupCursor(group, slot, 0);
    }

    /** Moves the group on to a later slot; false when somebody else has written since the cursor was read. */
    public boolean advance(GroupCursor read, Instant slot) {
        return jdbc.sql("update group_cursor set slot = ?, version = version + 1"
                                + " where group_key = ? and slot < ? and version = ?")
                        .params(SqlTimes.of(slot), read.group().toString(), SqlTimes.of(slot), read.version())
                        .update()
                == 1;
    }

    /** Claims the right to write more of the slot that the group is at; false when somebody else was there first. */
    public boolean amend(GroupCursor read) {
        return jdbc.sql(
                                "update group_cursor set version = version + 1 where group_key = ? and slot = ? and version = ?")
                        .params(read.group().toString(), SqlTimes.of(read.slot()), read.version())
                        .update()
                == 1;
    }

    /** Makes sure that nobody writes until the transaction ends; false when somebody has since the cursor was read. */
    public boolean confirm(GroupCursor read) {
        return jdbc.sql("update group_cursor set version = version where group_key = ? and version = ?")
                        .params(read.group().toString(), read.version())
                        .update()
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
