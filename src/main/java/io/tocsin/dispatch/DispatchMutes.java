package io.tocsin.dispatch;

import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.label.Labels;
import io.tocsin.message.Mute;
import io.tocsin.notification.Inhibition;
import io.tocsin.notification.Policies;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Silences, inhibitions and time intervals as they are at one moment. */
@Component
class DispatchMutes implements Mutes {

    private final PolicySource policies;
    private final SilenceStore silences;
    private final GroupMembers members;
    private volatile Inhibited latest;

    DispatchMutes(PolicySource policies, SilenceStore silences, GroupMembers members) {
        this.policies = policies;
        this.silences = silences;
        this.members = members;
        this.latest = new Inhibited(Instant.MIN, policies.current(), new Inhibition(List.of(), List.of()));
    }

    /** Loading all alerts that fire is dear in a storm, so one round of flushes shares the answer. */
    private record Inhibited(Instant at, Policies policies, Inhibition inhibition) {}

    @Override
    public View at(Instant at) {
        Policies current = policies.current();
        return new Now(current, at);
    }

    private Inhibition inhibition(Policies current, Instant at) {
        Inhibited shared = latest;
        if (!shared.at().equals(at) || shared.policies() != current) {
            shared = new Inhibited(at, current, new Inhibition(current.inhibitRules(), firing(current)));
            latest = shared;
        }
        return shared.inhibition();
    }

    private Collection<Labels> firing(Policies current) {
        if (current.inhibitRules().isEmpty()) {
            return List.of();
        }
        Map<String, Labels> firing = new LinkedHashMap<>();
        for (StoredMember member : members.findFiring()) {
            firing.put(member.alertKey(), member.labels());
        }
        return firing.values();
    }

    private final class Now implements View {

        private final Policies policies;
        private final Instant at;
        private @Nullable List<Silence> unexpired;
        private @Nullable Inhibition inhibition;

        Now(Policies policies, Instant at) {
            this.policies = policies;
            this.at = at;
        }

        private Optional<Labels> inhibitedBy(Labels labels) {
            Inhibition known = inhibition;
            if (known == null) {
                known = DispatchMutes.this.inhibition(policies, at);
                inhibition = known;
            }
            return known.inhibitedBy(labels);
        }

        private List<Silence> unexpired() {
            List<Silence> known = unexpired;
            if (known == null) {
                known = silences.findUnexpired(at);
                unexpired = known;
            }
            return known;
        }

        @Override
        public String mutedBy(String alertId, Labels labels) {
            return MutedBy.text(muting(alertId, labels), inhibitedBy(labels).orElse(null));
        }

        private List<Silence> muting(String alertId, Labels labels) {
            return unexpired().stream()
                    .filter(silence -> silence.mutes(alertId, labels, at))
                    .toList();
        }

        @Override
        public List<Mute> mutes(String alertId, Labels labels) {
            List<Mute> mutes = new ArrayList<>();
            for (Silence silence : muting(alertId, labels)) {
                Mute.Kind kind = silence.isAcknowledgement() ? Mute.Kind.ACKNOWLEDGEMENT : Mute.Kind.SILENCE;
                String comment = silence.comment().equals(Silencing.ACKNOWLEDGED) ? "" : silence.comment();
                mutes.add(new Mute(kind, silence.author(), silence.endsAt(), comment));
            }
            inhibitedBy(labels)
                    .ifPresent(source ->
                            mutes.add(new Mute(Mute.Kind.INHIBITION, source.get(Labels.ALERT_NAME), null, "")));
            return mutes;
        }

        @Override
        public Optional<Instant> heldUntil(String policyPath) {
            return policies.heldUntil(policyPath, at);
        }
    }
}
