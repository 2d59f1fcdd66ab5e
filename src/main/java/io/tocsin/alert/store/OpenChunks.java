package io.tocsin.alert.store;

import io.tocsin.database.Decoded;
import io.tocsin.database.UnreadableRows;
import io.tocsin.rule.GroupKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The newest evaluations of each group, which are in the row of its cursor. A chunk that cannot be read is as one that is
 * empty: it is a part of a chart, and nothing is decided by it. All methods block and join the caller's transaction.
 */
@Repository
class OpenChunks {

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;

    OpenChunks(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
    }

    /** Empty also for a group that is not known. */
    EvaluationChunk open(GroupKey group) {
        return jdbc.sql("select evaluations from group_cursor where group_key = ?")
                .param(group.toString())
                .query((row, number) -> read(row.getBytes("evaluations"), group))
                .optional()
                .orElse(EvaluationChunk.EMPTY);
    }

    /** Of all groups. */
    Map<GroupKey, EvaluationChunk> all() {
        Map<GroupKey, EvaluationChunk> open = new HashMap<>();
        jdbc.sql("select group_file, group_name, evaluations from group_cursor").query(row -> {
            GroupKey group = new GroupKey(row.getString("group_file"), row.getString("group_name"));
            open.put(group, read(row.getBytes("evaluations"), group));
        });
        return open;
    }

    EvaluationChunk read(byte @Nullable [] stored, GroupKey group) {
        try {
            return EvaluationChunk.read(stored);
        } catch (RuntimeException e) {
            unreadable.met("evaluation_chunk", group.toString(), Decoded.problem(e));
            return EvaluationChunk.EMPTY;
        }
    }
}
