package io.tocsin.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job on a real database; the audit log stands for all tables. */
abstract class RetentionContract {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private TestDatabase database;

    abstract TestDatabase open();

    @BeforeEach
    void openDatabase() {
        database = open();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private RetentionJob job(TableRetention... tables) {
        return new RetentionJob(List.of(tables), database.client(), clock);
    }

    private void audit(int rows, Duration age) {
        database.client()
                .sql("insert into audit_entry (happened_at, actor, address, action, object, detail, outcome, status)"
                        + " select :at, 'admin', '', 'POST', '', '', 'DONE', 200 from " + manyRows())
                .param("at", NOW.minus(age).atOffset(ZoneOffset.UTC))
                .param("rows", rows)
                .update();
    }

    /** Something to select from that has {@code :rows} rows. */
    abstract String manyRows();

    private long rows() {
        return database.client()
                .sql("select count(*) from audit_entry")
                .query(Long.class)
                .single();
    }

    private static TableRetention hour() {
        return TableRetention.of("audit_entry", "id", "happened_at", Duration.ofHours(1), "tocsin.retention.audit");
    }

    @Test
    void deletesWhatIsOlderThanItsTableKeepsAndNothingElse() {
        audit(3, Duration.ofHours(2));
        audit(2, Duration.ofMinutes(59));

        Duration pause = job(hour()).run();

        assertThat(rows()).isEqualTo(2);
        assertThat(pause).isEqualTo(RetentionJob.PERIOD);
    }

    @Test
    void leavesTheRestOfManyRowsToItsNextRunsSoThatNothingWaitsForIt() {
        audit(25_000, Duration.ofHours(2));
        RetentionJob job = job(hour());

        Duration first = job.run();

        assertThat(rows()).isEqualTo(15_000);
        assertThat(first).isLessThan(Duration.ofSeconds(1));
        job.run();
        assertThat(job.run()).isEqualTo(RetentionJob.PERIOD);
        assertThat(rows()).isZero();
        assertThat(job.deletedRows()).containsEntry("audit_entry", 25_000L);
    }

    @Test
    void keepsRowsThatMustNotGoWhateverTheirAge() {
        audit(4, Duration.ofHours(2));

        job(hour().onlyIf("id > (select min(id) from audit_entry)")).run();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void keepsTheNewestOfATableThatIsFull() {
        audit(40, Duration.ofMinutes(30));
        audit(10, Duration.ofMinutes(1));

        job(hour().atMost(10)).run();

        assertThat(rows()).isEqualTo(10);
        assertThat(database.client()
                        .sql("select min(happened_at) from audit_entry")
                        .query(java.time.OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isEqualTo(NOW.minus(Duration.ofMinutes(1)));
    }

    @Test
    void saysHowOldTheOldestRowIs() {
        audit(1, Duration.ofMinutes(30));
        RetentionJob job = job(hour());
        assertThat(job.reports()).isEmpty();

        job.run();

        assertThat(job.reports()).singleElement().satisfies(report -> {
            assertThat(report.oldest()).isEqualTo(NOW.minus(Duration.ofMinutes(30)));
            assertThat(report.at()).isEqualTo(NOW);
            assertThat(report.deletedRows()).isZero();
        });
    }
}
