package io.tocsin.answer.store;

import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import java.time.Instant;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** Who wants to be mentioned by nobody for a while, by the ids of a chat. Blocks. */
@Repository
public class MentionMutes {

    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    MentionMutes(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /** The newest wish counts. */
    public void mute(String person, Instant until) {
        String update = "update chat_mention_mute set muted_until = :until where person = :person";
        if (write(update, person, until) == 0
                && !inserts.tryInsert(() -> write(
                        "insert into chat_mention_mute (person, muted_until) values (:person, :until)",
                        person,
                        until))) {
            write(update, person, until);
        }
    }

    private int write(String sql, String person, Instant until) {
        return jdbc.sql(sql)
                .param("person", person)
                .param("until", SqlTimes.of(until))
                .update();
    }

    public Set<String> mutedAt(Instant at) {
        return Set.copyOf(jdbc.sql("select person from chat_mention_mute where muted_until > :at")
                .param("at", SqlTimes.of(at))
                .query(String.class)
                .list());
    }
}
