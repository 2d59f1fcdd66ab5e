package io.tocsin.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import io.tocsin.watch.Watching;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskWatchTest {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int LOOKS_IN_THREE_PERIODS = 90;

    private final Work work = new Work();
    private final TaskWatch watch = new TaskWatch(List.of(work));

    /** Work that does nothing by itself. */
    private static final class Work implements RepeatedWork {

        private final WorkTally tally = new WorkTally();
        private boolean isRunning = true;
        private boolean isDead;
        private boolean needsNewProcess;

        @Override
        public String name() {
            return "delivery";
        }

        @Override
        public Duration period() {
            return PERIOD;
        }

        @Override
        public WorkTally tally() {
            return tally;
        }

        @Override
        public boolean needsNewProcess() {
            return needsNewProcess;
        }

        @Override
        public boolean isRunning() {
            return isRunning;
        }

        @Override
        public boolean isDead() {
            return isDead;
        }
    }

    private List<Concern> look(int times) {
        List<Concern> last = List.of();
        for (int i = 0; i < times; i++) {
            last = watch.concerns();
        }
        return last;
    }

    @Test
    void saysNothingForThreePeriodsAndThenThatTheWorkIsLate() {
        assertThat(look(LOOKS_IN_THREE_PERIODS)).isEmpty();

        work.tally.failed("SQLException: gone");
        assertThat(look(1)).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("task-late");
            assertThat(concern.severity()).isEqualTo(Severity.UNREADY);
            assertThat(concern.subject()).isEqualTo("delivery");
            assertThat(concern.reason()).contains("182 s").contains("SQLException: gone");
        });

        work.tally.succeeded();
        assertThat(look(1)).isEmpty();
    }

    @Test
    void takesWorkThatHangsForDead() {
        List<Concern> concerns = look(LOOKS_IN_THREE_PERIODS * 10 + 1);

        assertThat(concerns).extracting(Concern::code).containsExactly("task-hangs");
        assertThat(concerns).extracting(Concern::severity).containsExactly(Severity.DEAD);
    }

    @Test
    void neverTakesWorkForDeadThatFailsForAReasonThatMayPass() {
        for (int i = 0; i < LOOKS_IN_THREE_PERIODS * 20; i++) {
            work.tally.failed("SQLException: gone");
            look(1);
        }

        assertThat(look(1)).extracting(Concern::severity).containsExactly(Severity.UNREADY);
    }

    @Test
    void isDeadWhenOnlyANewProcessWouldHelp() {
        work.needsNewProcess = true;
        assertThat(look(LOOKS_IN_THREE_PERIODS + 1))
                .extracting(Concern::severity)
                .containsExactly(Severity.DEAD);

        work.isDead = true;
        assertThat(look(1)).extracting(Concern::code).containsExactly("task-dead");
    }

    @Test
    void doesNotExpectAnythingOfWorkThatWasStopped() {
        work.isRunning = false;

        assertThat(look(LOOKS_IN_THREE_PERIODS * 20)).isEmpty();
    }

    @Test
    void countsLooksSoThatASuspendedProcessIsNotLate() {
        assertThat(Watching.PERIOD.multipliedBy(LOOKS_IN_THREE_PERIODS)).isEqualTo(PERIOD.multipliedBy(3));
    }
}
