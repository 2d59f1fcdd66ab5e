package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires dispatch to what surrounds it. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    PolicySource policySource(LinkSettings settings, ObjectProvider<ReceiverSettings> receivers) {
        return new DefaultPolicies(settings.defaultContactPoint(), receivers.getIfAvailable(NoReceivers::new));
    }

    @Bean
    Mutes mutes() {
        return at -> new NothingMuted();
    }

    @Bean
    FlushPlanner.FlushContext flushContext(
            DispatchSettings settings, Mutes mutes, ObjectProvider<ReceiverSettings> receivers) {
        return new FlushPlanner.FlushContext(settings, mutes, receivers.getIfAvailable(NoReceivers::new));
    }

    @Bean
    EvidenceSource evidenceSource() {
        return new NoEvidence();
    }

    private static final class NoReceivers implements ReceiverSettings {

        @Override
        public boolean sendsResolved(ContactPointName receiver) {
            return true;
        }

        @Override
        public Optional<ContactPointName> firstProvisioned() {
            return Optional.empty();
        }
    }

    private static final class NothingMuted implements Mutes.View {

        @Override
        public String mutedBy(String alertId, Labels labels) {
            return "";
        }

        @Override
        public Optional<Instant> heldUntil(String policyPath) {
            return Optional.empty();
        }
    }

    private static final class NoEvidence implements EvidenceSource {

        @Override
        public CompletableFuture<Evidence> fetch(Alert alert) {
            return CompletableFuture.completedFuture(Evidence.NONE);
        }

        @Override
        public Optional<Query> query(Alert alert) {
            return Optional.empty();
        }
    }
}
