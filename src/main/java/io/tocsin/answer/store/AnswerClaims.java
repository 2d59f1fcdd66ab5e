package io.tocsin.answer.store;

import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.text.Sha256;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** Lets each answer of a person act once, on whichever replica it arrives. Blocks, and joins the caller's transaction. */
@Repository
public class AnswerClaims {

    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    AnswerClaims(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /** False when somebody acts, or has acted, on this event. Waits for a transaction that is claiming it. */
    public boolean claim(String eventId, Instant at) {
        return inserts.tryInsert(() -> jdbc.sql("insert into chat_answer (id, answered_at) values (:id, :at)")
                .param("id", Sha256.hex(eventId))
                .param("at", SqlTimes.of(at))
                .update());
    }

    /**
     * Waits until no other answer is being acted on, and holds off others until the transaction ends: two people who press at
     * the same moment must see each other's silences.
     */
    public void takeTurn() {
        jdbc.sql("select name from chat_answer_turn where name = 'turn' for update")
                .query(String.class)
                .single();
    }
}
