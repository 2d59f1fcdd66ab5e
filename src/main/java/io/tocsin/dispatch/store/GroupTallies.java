package io.tocsin.dispatch.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.notification.GroupTally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the members of groups inside the database, so that a storm need not be loaded to be scheduled. */
@Repository
public class GroupTallies {

    private static final String NEW = "m.status = 'FIRING' and not m.told and m.muted_by = ''";
    private static final String ENDED_UNTOLD = "m.status = 'RESOLVED' and not m.told and m.muted_by = ''";
    private static final String ENDED = "m.status = 'RESOLVED' and m.told";

    private static final String QUERY = "select g.id, g.last_notified_at, "
            + count("new_firing", NEW)
            + count("known_firing", "m.status = 'FIRING' and m.told and m.muted_by = ''")
            + count("muted_known", "m.status = 'FIRING' and m.told and m.muted_by <> ''")
            + count("muted_new", "m.status = 'FIRING' and not m.told and m.muted_by <> ''")
            + count("muted", "m.muted_by <> ''")
            + count("ended", ENDED)
            + count("ended_untold", ENDED_UNTOLD)
            + count("late", "m.late and (" + NEW + " or " + ENDED_UNTOLD + " or " + ENDED + ")")
            + " min(case when " + NEW + " or " + ENDED_UNTOLD + " then m.joined_at end) as first_untold,"
            + " min(case when " + ENDED + " then m.changed_at end) as first_ended"
            + " from notification_group g left join notification_member m on m.group_id = g.id"
            + " where g.id in (:ids) group by g.id, g.last_notified_at";

    private final JdbcClient jdbc;

    GroupTallies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A tally and whether anything in the group is muted.
     *
     * @param hasMuted then the group must be asked again although nothing happens, because a mute can end
     */
    public record StoredTally(GroupTally tally, boolean hasMuted) {

        /** Whether the group has no member at all. */
        public boolean isEmpty() {
            return !hasMuted && tally.isAllResolved() && tally.resolved() + tally.firedAndResolved() == 0;
        }
    }

    /** Tallies by group id; the mutes are those that the last flush found. */
    public Map<String, StoredTally> find(Collection<String> groupIds) {
        Map<String, StoredTally> tallies = new HashMap<>();
        if (!groupIds.isEmpty()) {
            jdbc.sql(QUERY)
                    .param("ids", groupIds)
                    .query((row, number) -> Map.entry(row.getString("id"), map(row)))
                    .list()
                    .forEach(entry -> tallies.put(entry.getKey(), entry.getValue()));
        }
        return tallies;
    }

    private static String count(String name, String condition) {
        return "count(case when " + condition + " then 1 end) as " + name + ", ";
    }

    private static StoredTally map(ResultSet row) throws SQLException {
        GroupTally tally = new GroupTally(
                row.getInt("new_firing"),
                row.getInt("known_firing"),
                row.getInt("muted_known"),
                row.getInt("muted_new"),
                row.getInt("ended"),
                row.getInt("ended_untold"),
                row.getInt("late"),
                SqlTimes.readNullable(row, "first_untold"),
                SqlTimes.readNullable(row, "first_ended"),
                SqlTimes.readNullable(row, "last_notified_at"));
        return new StoredTally(tally, row.getInt("muted") > 0);
    }
}
