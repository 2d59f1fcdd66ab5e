package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which content of the rule files each live replica has. All methods block; not to be called in a transaction. */
@Repository
public class RuleReplicas {

    private static final String LIVE =
            "exists (select 1 from rule_replica r where r.content_hash = rule_content.content_hash and r.seen_at >= ?)";

    private final JdbcClient jdbc;

    RuleReplicas(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Says that a replica lives and what it has. Content that no live replica had appears now, even if it existed
     * before: so a return to older files wins too.
     */
    public void report(String replica, String contentHash, Instant at, Instant liveSince) {
        if (jdbc.sql("update rule_content set appeared_at = ? where content_hash = ? and not " + LIVE)
                        .params(SqlTimes.of(at), contentHash, SqlTimes.of(liveSince))
                        .update()
                == 0) {
            insertUnlessKnown(contentHash, at);
        }
        if (update(replica, contentHash, at)) {
            return;
        }
        jdbc.sql("insert into rule_replica (name, content_hash, seen_at) values (?, ?, ?)")
                .params(replica, contentHash, SqlTimes.of(at))
                .update();
        jdbc.sql("delete from rule_replica where seen_at < ?")
                .param(SqlTimes.of(liveSince))
                .update();
    }

    private void insertUnlessKnown(String contentHash, Instant at) {
        boolean isKnown = jdbc.sql("select count(*) from rule_content where content_hash = ?")
                        .param(contentHash)
                        .query(Integer.class)
                        .single()
                > 0;
        if (isKnown) {
            return;
        }
        try {
            jdbc.sql("insert into rule_content (content_hash, appeared_at) values (?, ?)")
                    .params(contentHash, SqlTimes.of(at))
                    .update();
        } catch (DuplicateKeyException e) {
            // Another replica with the same files was a moment earlier.
            return;
        }
    }

    private boolean update(String replica, String contentHash, Instant at) {
        return jdbc.sql("update rule_replica set content_hash = ?, seen_at = ? where name = ?")
                        .params(contentHash, SqlTimes.of(at), replica)
                        .update()
                == 1;
    }

    /** The content that appeared last among those that live replicas have; empty when none lives. */
    public Optional<String> findNewest(Instant liveSince) {
        return jdbc.sql("select content_hash from rule_content where " + LIVE
                        + " order by appeared_at desc, content_hash limit 1")
                .param(SqlTimes.of(liveSince))
                .query(String.class)
                .optional();
    }

    /** The content of each live replica by the replica's name. */
    public Map<String, String> findLive(Instant liveSince) {
        Map<String, String> live = new TreeMap<>();
        jdbc.sql("select name, content_hash from rule_replica where seen_at >= ?")
                .param(SqlTimes.of(liveSince))
                .query(row -> {
                    live.put(row.getString("name"), row.getString("content_hash"));
                });
        return live;
    }
}
