package io.tocsin.datasource.embedded;

import io.tocsin.datasource.QueryOrigin;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Where queries to the embedded store run. What people ask has threads of its own, so that no rule ever waits for one of theirs. */
public final class QueryThreads {

    private final Scheduler rules;
    private final Scheduler people;

    private QueryThreads(Scheduler rules, Scheduler people) {
        this.rules = rules;
        this.people = people;
    }

    /**
     * New threads, which end when they have nothing to do.
     *
     * @param ofRules how many for rules
     * @param ofPeople how many for people, their backtests included
     * @param waiting how many queries of each may wait; one more is refused
     */
    public static QueryThreads bounded(int ofRules, int ofPeople, int waiting, int idleSeconds) {
        return new QueryThreads(
                Schedulers.newBoundedElastic(ofRules, waiting, "embedded-query", idleSeconds, true),
                Schedulers.newBoundedElastic(ofPeople, waiting, "embedded-people", idleSeconds, true));
    }

    /** All on the given one, which must be bounded or the caller's thread: each query blocks a thread of it. */
    public static QueryThreads shared(Scheduler scheduler) {
        return new QueryThreads(scheduler, scheduler);
    }

    /** The thread of whoever asks; no query is cut off then. */
    public static QueryThreads ofCaller() {
        return shared(Schedulers.immediate());
    }

    boolean isCallers() {
        return rules == Schedulers.immediate();
    }

    Scheduler of(ContextView context) {
        return QueryOrigin.isOfPerson(context) ? people : rules;
    }

    /** For what rules need beside their queries. */
    Scheduler rules() {
        return rules;
    }

    /** Ends the threads. */
    public void dispose() {
        rules.dispose();
        people.dispose();
    }
}
