package io.tocsin.dispatch;

import io.tocsin.dispatch.evidence.EvidenceRound;
import io.tocsin.dispatch.evidence.ListedAlert;
import io.tocsin.dispatch.silencing.Mutes;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.Message;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The whole way from an event to a row of the outbox, stage by stage. Events are <b>assigned</b> to notification groups.
 * When a group is due, what silences and inhibits is applied to its members (<b>mute</b>), the group <b>decides</b> whether
 * and why it speaks, log lines are fetched (<b>gather evidence</b>), and a message is <b>composed</b> and <b>enqueued</b>.
 *
 * <p>Evidence takes time, so it is gathered between two short transactions: the first claims the group, so that no other
 * process asks too; the second mutes and decides again under a lock, and only while the claim holds. Blocks.
 */
@Component
class NotificationPipeline {

    private static final Logger log = LoggerFactory.getLogger(NotificationPipeline.class);

    private final EventAssigner assign;
    private final GroupClaims claims;
    private final Mutes mutes;
    private final MuteStage mute;
    private final EvidenceRound evidence;
    private final MessageComposer compose;
    private final EnqueueStage enqueue;

    NotificationPipeline(
            EventAssigner assign,
            GroupClaims claims,
            Mutes mutes,
            MuteStage mute,
            EvidenceRound evidence,
            MessageComposer compose,
            EnqueueStage enqueue) {
        this.assign = assign;
        this.claims = claims;
        this.mutes = mutes;
        this.mute = mute;
        this.evidence = evidence;
        this.compose = compose;
        this.enqueue = enqueue;
    }

    /** Puts new events into groups. Returns how many it is done with. */
    int assign(Instant at) {
        return assign.assign(at);
    }

    /** Asks the groups that are due longest. Returns how many. */
    int flush(Instant at) {
        List<NotificationGroup> claimed = claims.take(at);
        Map<String, Evidence> lines = gatherEvidence(claimed, at);
        claimed.forEach(group -> claims.whileLocked(group, at, locked -> flush(locked, lines, at)));
        return claimed.size();
    }

    private void flush(NotificationGroup group, Map<String, Evidence> lines, Instant at) {
        Mutes.View now = mutes.at(at);
        Optional<Instant> heldUntil = now.heldUntil(group.key().policyPath());
        if (heldUntil.isPresent()) {
            enqueue.hold(group, heldUntil.get());
            return;
        }
        Flush flush = mute.apply(group, now, at);
        GroupState.Decision decision = flush.decide();
        Optional<NotificationReason> reason = decision.reason();
        if (reason.isEmpty()) {
            Optional<Message> edit = compose.edit(flush, decision);
            enqueue.stayQuiet(flush, decision, edit);
            return;
        }
        Message message = compose.message(flush, decision, reason.get(), lines);
        long id = enqueue.tell(flush, decision, message);
        log.info(
                "Notification decided. notification={} group={} receiver={} reason={} alerts={}",
                id,
                group.id(),
                message.receiver(),
                message.reason(),
                flush.told().count());
    }

    /** For the alerts that would be told if the groups were flushed now, by alert key. */
    private Map<String, Evidence> gatherEvidence(List<NotificationGroup> groups, Instant at) {
        Mutes.View now = mutes.at(at);
        List<ListedAlert> wanted = new ArrayList<>();
        groups.forEach(group -> wanted.addAll(wantedEvidence(group, now, at)));
        try {
            return evidence.fetch(wanted, at);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // A message without its lines is better than none.
            log.warn("Log lines could not be fetched.", e);
            return Map.of();
        }
    }

    private List<ListedAlert> wantedEvidence(NotificationGroup group, Mutes.View now, Instant at) {
        try {
            if (now.heldUntil(group.key().policyPath()).isPresent()) {
                return List.of();
            }
            Flush flush = mute.preview(group, now, at);
            return flush.decide()
                    .reason()
                    .map(reason -> evidence.choose(
                            compose.list(group, flush.told()), reason == NotificationReason.REPEAT_INTERVAL))
                    .orElse(List.of());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The flush itself tries again and reports; here only the log lines are at stake.
            log.debug("Log lines for a group could not be planned. group={}", group.id(), e);
            return List.of();
        }
    }
}
