package io.tocsin.dispatch;

import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.label.Labels;
import io.tocsin.notification.Inhibition;
import io.tocsin.notification.Policies;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        List<Silence> unexpired = silences.findUnexpired(at);
        return new Now(current, unexpired, inhibition(current, at), at);
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

    private record Now(Policies policies, List<Silence> silences, Inhibition inhibition, Instant at) implements View {

        @Override
        public String mutedBy(String alertId, Labels labels) {
            List<Silence> muting = silences.stream()
                    .filter(silence -> silence.mutes(alertId, labels, at))
                    .toList();
            return MutedBy.text(muting, inhibition.inhibitedBy(labels).orElse(null));
        }

        @Override
        public Optional<Instant> heldUntil(String policyPath) {
            return policies.heldUntil(policyPath, at);
        }
    }
}
