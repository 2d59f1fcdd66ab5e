package io.tocsin.evaluation.slot;

import io.tocsin.alert.store.DataSourceOutages;
import io.tocsin.datasource.FailureReason;
import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.evaluation.state.Answer;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Takes note of whether data sources answer, for all replicas. */
@Component
public class DataSourceWatch {

    private final DataSourceOutages outages;
    private final Clock clock;

    public DataSourceWatch(DataSourceOutages outages, Clock clock) {
        this.outages = outages;
        this.clock = clock;
    }

    /** One answer is enough for a data source to be well; a failure that concerns it begins an outage otherwise. */
    void observe(SlotAnswers answers, Instant slot) {
        String dataSource = answers.group().dataSource();
        if (answers.hasAnswers()) {
            outages.answered(dataSource, clock.instant());
            return;
        }
        answers.byRule().values().stream()
                .filter(RuleAnswer::isDataSourceTrouble)
                .findFirst()
                .ifPresent(answer -> failed(dataSource, slot, answer));
    }

    private void failed(String dataSource, Instant slot, RuleAnswer answer) {
        FailureReason reason = answer.failure();
        if (reason != null && answer.answer() instanceof Answer.Failed failed) {
            outages.failed(dataSource, slot, clock.instant(), RuleAnswer.word(reason), failed.message());
        }
    }
}
