package io.tocsin.notification.catalog;

import io.tocsin.notification.Policies;
import io.tocsin.notification.ReceiverSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** The policies that a test says are in force; there is no file. */
public final class PoliciesOfATest extends PolicyCatalog {

    private final Supplier<Policies> policies;

    public PoliciesOfATest(ReceiverSettings receivers, Supplier<Policies> policies) {
        super(new PolicySettings("no-such-file.yml", "", Duration.ofSeconds(1)), receivers, Clock.systemUTC());
        this.policies = policies;
    }

    @Override
    public Policies current() {
        return policies.get();
    }
}
