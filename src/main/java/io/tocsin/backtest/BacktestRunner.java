package io.tocsin.backtest;

import io.tocsin.evaluation.replay.GroupReplays;
import io.tocsin.evaluation.replay.ReplayFailedException;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.notification.catalog.PolicyCatalog;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Runs backtests with the policies and contact points that are in force now. Blocks on data sources. */
@Component
public class BacktestRunner {

    private static final List<String> NOTES = List.of(
            "Nothing was active before the start: an alert that fired already then fires anew at the first slot.",
            "Silences are not applied; policies, contact points and inhibitions are those of today.");

    private final GroupReplays replays;
    private final PolicyCatalog policies;
    private final ReceiverSettings receivers;
    private final WouldBeMessages messages;

    BacktestRunner(GroupReplays replays, PolicyCatalog policies, ReceiverSettings receivers, WouldBeMessages messages) {
        this.replays = replays;
        this.policies = policies;
        this.receivers = receivers;
        this.messages = messages;
    }

    /**
     * Runs one backtest in the calling thread.
     *
     * @param progress is told each time up to which the past is known
     * @throws ReplayFailedException if the past cannot be asked
     */
    public BacktestResult run(BacktestRequest request, BooleanSupplier isCancelled, Consumer<Instant> progress) {
        BacktestTally tally = new BacktestRun(
                        request, replays, policies.snapshot().policies(), receivers::sendsResolved)
                .run(isCancelled, progress);
        SimulatedNotification first = tally.first();
        return tally.result(first == null ? null : messages.render(first).orElse(null), NOTES);
    }
}
