package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.rule.GroupKey;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What became of slots that nobody evaluated in time. All methods block and join the caller's transaction. */
@Repository
public class MissedSlots {

    private final JdbcClient jdbc;

    MissedSlots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The slots of one group that followed each other. */
    public record Slots(GroupKey group, Instant first, Instant last, long count) {}

    /** What became of the slots of a time, all groups together. */
    public record Total(int rules, long caughtUp, long skipped) {}

    /** @param rules how many rules the group evaluated */
    public void caughtUp(Slots slots, int rules) {
        add(slots, rules, slots.count(), 0);
    }

    public void skipped(Slots slots) {
        add(slots, 0, 0, slots.count());
    }

    private void add(Slots slots, int rules, long caughtUp, long skipped) {
        jdbc.sql("insert into missed_slots (group_key, first_slot, last_slot, rules, caught_up, skipped)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(
                        slots.group().toString(),
                        SqlTimes.of(slots.first()),
                        SqlTimes.of(slots.last()),
                        rules,
                        caughtUp,
                        skipped)
                .update();
    }

    /** Of all entries that have slots between the two times. */
    public Total total(Instant from, Instant until) {
        return jdbc.sql("select coalesce(sum(rules), 0) as rules, coalesce(sum(caught_up), 0) as caught_up,"
                        + " coalesce(sum(skipped), 0) as skipped from (select group_key, max(rules) as rules,"
                        + " sum(caught_up) as caught_up, sum(skipped) as skipped from missed_slots"
                        + " where last_slot >= ? and first_slot <= ? group by group_key) of_group")
                .params(SqlTimes.of(from), SqlTimes.of(until))
                .query((row, number) ->
                        new Total(row.getInt("rules"), row.getLong("caught_up"), row.getLong("skipped")))
                .single();
    }
}
