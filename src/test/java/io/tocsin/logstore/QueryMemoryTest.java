package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.logql.engine.QueryException;
import io.tocsin.logstore.QueryMemory.Asker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueryMemoryTest {

    private static final long MIB = 1 << 20;

    @Test
    void sharesOneBudgetAmongAllQueries() {
        QueryMemory memory = new QueryMemory(9 * MIB, Duration.ZERO);
        QueryMemory.QueryAccount first = memory.open(Asker.RULE);
        QueryMemory.QueryAccount second = memory.open(Asker.RULE);
        first.take(5 * MIB);

        assertThatThrownBy(() -> second.take(5 * MIB))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.status()).isEqualTo(429))
                .hasMessageStartingWith("the query needs more memory than is left: all queries together may use 9437184"
                        + " bytes, and others hold too much of it; ask again later");
        assertThat(memory.refused()).isEqualTo(1);

        first.close();
        first.close();
        second.close();
        memory.open(Asker.RULE).take(9 * MIB);
        assertThat(memory.usedBytes()).isEqualTo(9 * MIB);
    }

    @Test
    void keepsAThirdForRules() {
        QueryMemory memory = new QueryMemory(9 * MIB, Duration.ZERO);
        memory.open(Asker.PERSON).take(5 * MIB);

        assertThatThrownBy(() -> memory.open(Asker.PERSON).take(2 * MIB))
                .hasMessageContaining("queries of people together may use 6291456 bytes");
        memory.open(Asker.RULE).take(4 * MIB);
        assertThat(memory.usedBytes()).isEqualTo(9 * MIB);
    }

    @Test
    void waitsForAQueryThatEnds() {
        QueryMemory memory = new QueryMemory(9 * MIB, Duration.ofSeconds(30));
        QueryMemory.QueryAccount person = memory.open(Asker.PERSON);
        person.take(6 * MIB);
        QueryMemory.QueryAccount rule = memory.open(Asker.RULE);

        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> rule.take(5 * MIB));
        person.close();

        assertThat(waiting.orTimeout(60, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(60));
        assertThat(memory.usedBytes()).isEqualTo(5 * MIB);
    }
}
