package io.tocsin.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

    private final AtomicLong time = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final RepeatedLines filter = new RepeatedLines(time::get);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger one = context.getLogger("one");
    private final Logger two = context.getLogger("two");

    @BeforeEach
    void install() {
        context.addTurboFilter(filter);
        lines.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(lines);
    }

    @Test
    void theFirstIsWholeTheNextAreShortAndTheRestIsCounted() {
        for (int i = 0; i < 100; i++) {
            one.error("Step failed: task={}", i, new IllegalStateException("no luck"));
        }

        assertThat(messages())
                .containsExactly(
                        "Step failed: task=0",
                        "Step failed: task=1 cause=IllegalStateException: no luck",
                        "Step failed: task=2 cause=IllegalStateException: no luck");
        assertThat(lines.list.get(0).getThrowableProxy()).isNotNull();

        minutePasses();

        assertThat(messages()).endsWith("97 more lines like this in the last minute: Step failed: task={}");
    }

    @Test
    void otherTextsAndOtherFailuresAreOtherKinds() {
        for (int i = 0; i < 50; i++) {
            one.error("a", new IllegalStateException());
            one.error("a", new IllegalArgumentException());
            two.error("a", new IllegalStateException());
        }

        assertThat(lines.list).hasSize(3 * RepeatedLines.LINES_WITH_CAUSE);
    }

    @Test
    void aDatabaseThatIsAwayIsOneKindWithoutStackTraces() {
        SQLException away = new SQLException("Connection refused\n  Hint: …", "08001");
        for (int i = 0; i < 50; i++) {
            one.warn("Poll failed", new IllegalStateException("wrapped", away));
            two.error("Loop {} failed", "x", away);
        }

        assertThat(messages())
                .containsExactly(
                        "Poll failed cause=SQLException: Connection refused",
                        "Loop x failed cause=SQLException: Connection refused",
                        "Poll failed cause=SQLException: Connection refused");
        assertThat(lines.list).allMatch(line -> line.getThrowableProxy() == null);
    }

    @Test
    void informationAlwaysPassesAndDistinctWarningsPassForAWhile() {
        for (int i = 0; i < 100; i++) {
            one.info("x {}", i);
            one.warn("y {}", i);
        }

        assertThat(lines.list).hasSize(100 + RepeatedLines.PLAIN_LINES);
    }

    @Test
    void whatStaysAwayForAMinuteIsNewAgain() {
        for (int i = 0; i < 10; i++) {
            one.error("a", new IllegalStateException());
        }
        minutePasses();
        minutePasses();

        one.error("a", new IllegalStateException());

        assertThat(lines.list.get(lines.list.size() - 1).getThrowableProxy()).isNotNull();
    }

    private void minutePasses() {
        time.addAndGet(Duration.ofSeconds(61).toNanos());
        filter.summarize();
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
