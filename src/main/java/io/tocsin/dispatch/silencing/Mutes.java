package io.tocsin.dispatch.silencing;

import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.label.Labels;
import io.tocsin.message.Mute;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.Inhibition;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What keeps alerts from being told: silences, inhibitions and time intervals. Blocks. */
@Component
public class Mutes {

    private final PolicyCatalog policies;
    private final SilenceStore silences;
    private final GroupMembers members;
    private volatile Inhibited latest;

    public Mutes(PolicyCatalog policies, SilenceStore silences, GroupMembers members) {
        this.policies = policies;
        this.silences = silences;
        this.members = members;
        this.latest = new Inhibited(Instant.MIN, policies.current(), new Inhibition(List.of()));
    }

    /** Going through all alerts that fire is dear in a storm, so one round of flushes shares the answer. */
    private record Inhibited(Instant at, Policies policies, Inhibition inhibition) {}

    /** A fixed state of the mutes, so that one flush judges all its alerts alike. */
    public interface View {

        MutedBy mutedBy(GroupMember.Episode alert);

        /** The same with everything that people want to know of it. */
        List<Mute> mutes(GroupMember.Episode alert);

        /** Until when the policy tells nothing at all; empty when it may speak. */
        Optional<Instant> heldUntil(String policyPath);
    }

    /** What holds at one moment, read when it is first asked for; whoever tells a group asks after its lock was taken. */
    public View at(Instant at) {
        return new Now(policies.current(), at);
    }

    private Inhibition inhibition(Policies current, Instant at) {
        Inhibited shared = latest;
        if (!shared.at().equals(at) || shared.policies() != current) {
            Inhibition inhibition = new Inhibition(current.inhibitRules());
            if (!current.inhibitRules().isEmpty()) {
                members.forEachFiring(member ->
                        inhibition.add(new Inhibition.Source(member.key(), member.labels(), member.joinedAt())));
            }
            shared = new Inhibited(at, current, inhibition);
            latest = shared;
        }
        return shared.inhibition();
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

        private Optional<Inhibition.Source> inhibitedBy(Labels labels) {
            Inhibition known = inhibition;
            if (known == null) {
                known = Mutes.this.inhibition(policies, at);
                inhibition = known;
            }
            return known.inhibitedBy(labels);
        }

        private List<Silence> silencing(GroupMember.Episode alert) {
            List<Silence> known = unexpired;
            if (known == null) {
                known = silences.findUnexpired(at);
                unexpired = known;
            }
            return known.stream()
                    .filter(silence -> silence.mutes(alert.id(), alert.labels(), at))
                    .toList();
        }

        @Override
        public MutedBy mutedBy(GroupMember.Episode alert) {
            return new MutedBy(
                    silencing(alert).stream()
                            .map(silence -> silence.id().value())
                            .toList(),
                    inhibitedBy(alert.labels()).map(Inhibition.Source::key).orElse(""));
        }

        @Override
        public List<Mute> mutes(GroupMember.Episode alert) {
            List<Mute> mutes = new ArrayList<>();
            for (Silence silence : silencing(alert)) {
                Mute.MuteKind kind =
                        silence.isAcknowledgement() ? Mute.MuteKind.ACKNOWLEDGEMENT : Mute.MuteKind.SILENCE;
                String comment = silence.comment().equals(Silencing.ACKNOWLEDGED) ? "" : silence.comment();
                mutes.add(new Mute(kind, silence.author(), silence.endsAt(), comment));
            }
            inhibitedBy(alert.labels())
                    .map(source -> source.labels().get(Labels.ALERT_NAME))
                    .ifPresent(name -> mutes.add(new Mute(Mute.MuteKind.INHIBITION, name, null, "")));
            return mutes;
        }

        @Override
        public Optional<Instant> heldUntil(String policyPath) {
            return policies.heldUntil(policyPath, at).filter(until -> until.isAfter(at));
        }
    }
}
