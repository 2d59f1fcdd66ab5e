package io.tocsin.evaluation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas whose rule files differ for a while, over each database. */
abstract class NewestRulesElectionContract {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private TestDatabase database;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** One replica with its own files. */
    private final class Replica implements RuleGroups {

        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private String hash;
        private final NewestRulesElection election;

        private Replica(String hash) {
            this.hash = hash;
            this.election = new NewestRulesElection(AlertStores.replicas(database), this, clock, registry);
        }

        private boolean beat() {
            clock.tick(Duration.ofSeconds(1));
            election.beat();
            return election.isNewest();
        }

        private double metric() {
            return registry.get("tocsin.rules.contents").gauge().value();
        }

        @Override
        public List<RuleGroup> current() {
            return List.of();
        }

        @Override
        public boolean isUnknown(GroupKey group) {
            return false;
        }

        @Override
        public String contentHash() {
            return hash;
        }

        @Override
        public void onChange(Runnable listener) {}
    }

    @Test
    void letsEveryReplicaWorkWhileTheyAgree() {
        Replica one = new Replica("old");
        Replica two = new Replica("old");

        assertThat(one.beat()).isTrue();
        assertThat(two.beat()).isTrue();
        assertThat(one.beat()).isTrue();
        assertThat(one.metric()).isEqualTo(1);
        assertThat(one.election.liveReplicas()).isEqualTo(2);
    }

    @Test
    void letsTheNewerFilesWinDuringARolloutAndShowsTheDisagreement() {
        Replica old = new Replica("old");
        old.beat();
        Replica updated = new Replica("new");

        assertThat(updated.beat()).isTrue();
        assertThat(old.beat()).isFalse();
        assertThat(updated.beat()).isTrue();
        assertThat(old.metric()).isEqualTo(2);
        assertThat(updated.metric()).isEqualTo(2);
    }

    @Test
    void agreesAgainWhenTheLastReplicaIsUpdated() {
        Replica old = new Replica("old");
        Replica updated = new Replica("new");
        old.beat();
        updated.beat();

        old.hash = "new";

        assertThat(old.beat()).isTrue();
        assertThat(updated.beat()).isTrue();
        assertThat(updated.metric()).isEqualTo(1);
    }

    @Test
    void takesTheRulesBackWhenTheUpdatedReplicaDies() {
        Replica old = new Replica("old");
        Replica updated = new Replica("new");
        old.beat();
        updated.beat();
        boolean whileItLives = old.beat();

        clock.tick(Duration.ofSeconds(20));

        assertThat(whileItLives).isFalse();
        assertThat(old.beat()).isTrue();
        assertThat(old.metric()).isEqualTo(1);
    }

    @Test
    void oneOfTheReplicasWithTheNewestFilesIsTheFirst() {
        Replica old = new Replica("old");
        boolean isFirstBeforeItsBeat = old.election.isFirst();
        old.beat();
        assertThat(old.election.isFirst()).isTrue();
        Replica one = new Replica("new");
        Replica two = new Replica("new");
        one.beat();
        two.beat();
        one.beat();
        old.beat();

        assertThat(isFirstBeforeItsBeat).isFalse();
        assertThat(old.election.isFirst()).isFalse();
        assertThat(one.election.isFirst()).isNotEqualTo(two.election.isFirst());
        Replica other = one.election.isFirst() ? two : one;
        clock.tick(Duration.ofSeconds(20));
        other.beat();
        assertThat(other.election.isFirst()).isTrue();
    }

    @Test
    void letsARollbackToOlderFilesWin() {
        Replica one = new Replica("first");
        one.beat();
        one.hash = "second";
        one.beat();
        Replica two = new Replica("second");
        two.beat();
        clock.tick(Duration.ofSeconds(20));
        two.beat();
        one.hash = "first";

        assertThat(one.beat()).isTrue();
        assertThat(two.beat()).isFalse();
    }
}
