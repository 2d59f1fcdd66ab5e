package io.tocsin.dispatch;

import io.tocsin.database.DatabaseFailures;
import io.tocsin.notification.Policies;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.catalog.PolicyCatalog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets alerts that fire follow the policies when these change, some hundreds at a time. A process does so for all of them
 * when it starts and after each change that it sees itself; what was rerouted already stays as it is. So one that stops in
 * between loses nothing, and replicas that hold different files for a while do not undo each other's work again and again.
 */
@Component
class PolicyChange {

    private static final Logger log = LoggerFactory.getLogger(PolicyChange.class);
    private static final int ALERTS_AT_ONCE = 500;

    private final PolicyCatalog policies;
    private final AlertRerouting rerouting;
    private final TransactionTemplate transactions;
    private @Nullable Policies followed;
    private @Nullable Policies following;
    private String lastAlert = "";

    PolicyChange(PolicyCatalog policies, AlertRerouting rerouting, TransactionTemplate transactions) {
        this.policies = policies;
        this.rerouting = rerouting;
        this.transactions = transactions;
    }

    /**
     * Takes the next alerts. Returns how many it looked at; 0 when all follow the policies in force, or another process
     * assigns just now.
     */
    synchronized int step(Instant at) {
        Policies now = policies.current();
        // While the file cannot be used, nobody knows where its alerts belong.
        if (now == followed || !policies.snapshot().problems().isEmpty()) {
            return 0;
        }
        if (now != following) {
            following = now;
            lastAlert = "";
        }
        AlertRerouting.Rerouted page = next(now.tree(), at);
        if (page.isOver()) {
            followed = now;
        } else if (!page.alerts().isEmpty()) {
            lastAlert = page.alerts().get(page.alerts().size() - 1);
        }
        return page.alerts().size();
    }

    private AlertRerouting.Rerouted next(PolicyTree tree, Instant at) {
        try {
            return inTransaction(lastAlert, ALERTS_AT_ONCE, tree, at);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            log.warn("Alerts could not follow the policies together, they do so one by one. cause={}", e.toString());
            return oneByOne(tree, at);
        }
    }

    /** An alert that cannot be rerouted stays where it is: told at the old place is better than nowhere. */
    private AlertRerouting.Rerouted oneByOne(PolicyTree tree, Instant at) {
        List<String> alerts = rerouting.firingAfter(lastAlert, ALERTS_AT_ONCE);
        for (String alert : alerts) {
            try {
                transactions.executeWithoutResult(status -> rerouting.reroute(List.of(alert), tree, at));
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                if (DatabaseFailures.isPassing(e)) {
                    throw e;
                }
                log.warn("An alert could not follow the policies, it stays where it was. alert={}", alert, e);
            }
        }
        return new AlertRerouting.Rerouted(alerts, alerts.isEmpty());
    }

    private AlertRerouting.Rerouted inTransaction(String after, int limit, PolicyTree tree, Instant at) {
        AlertRerouting.Rerouted page = transactions.execute(status -> rerouting.page(after, limit, tree, at));
        return page == null ? AlertRerouting.Rerouted.NOT_NOW : page;
    }
}
