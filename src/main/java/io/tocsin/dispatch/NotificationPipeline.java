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
import java.util.HashMap;
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
 * process asks too; the second mutes and decides again under a lock, and only while the claim holds. An alert that joined the
 * group in between gets its lines in a second round. Blocks.
 */
@Component
class NotificationPipeline {

    private static final Logger log = LoggerFactory.getLogger(NotificationPipeline.class);

    private static final Evidence QUERY_FAILED = Evidence.failed("the query failed");
    private static final Evidence CAME_MEANWHILE =
            Evidence.failed(Evidence.Cause.CAME_MEANWHILE, "the alert came while they were fetched for the others");

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
        if (claimed.isEmpty()) {
            return 0;
        }
        Map<String, Evidence> lines = new HashMap<>(gatherEvidence(claimed, at));
        List<NotificationGroup> grown = new ArrayList<>();
        claimed.forEach(group -> claims.whileLocked(group, at, locked -> {
            if (!flush(locked, lines, Latecomer.ASK_FOR_LINES, at)) {
                grown.add(locked);
            }
        }));
        if (!grown.isEmpty()) {
            lines.putAll(gatherEvidence(grown, at));
            grown.forEach(group ->
                    claims.whileLocked(group, at, locked -> flush(locked, lines, Latecomer.TELL_WITHOUT_LINES, at)));
        }
        return claimed.size();
    }

    /** What is done with an alert that joined its group while the log lines of the others were fetched. */
    private enum Latecomer {
        ASK_FOR_LINES,
        /** So that a group that goes on growing is told all the same. */
        TELL_WITHOUT_LINES
    }

    /** Returns false when nothing was told, because lines have to be fetched for alerts that are new since. */
    private boolean flush(NotificationGroup group, Map<String, Evidence> lines, Latecomer latecomer, Instant at) {
        Mutes.View now = mutes.at(at);
        Optional<Instant> heldUntil = now.heldUntil(group.key().policyPath());
        if (heldUntil.isPresent()) {
            enqueue.hold(group, heldUntil.get());
            return true;
        }
        Flush flush = mute.apply(group, now, at);
        GroupState.Decision decision = flush.decide();
        Optional<NotificationReason> reason = decision.reason();
        if (reason.isEmpty()) {
            Optional<Message> edit = compose.edit(flush, decision);
            enqueue.stayQuiet(flush, decision, edit);
            return true;
        }
        List<ListedAlert> listed = compose.list(group, flush.told());
        List<String> without = choose(listed, reason.get()).stream()
                .map(ListedAlert::key)
                .filter(key -> !lines.containsKey(key))
                .toList();
        if (latecomer == Latecomer.ASK_FOR_LINES && !without.isEmpty()) {
            return false;
        }
        without.forEach(key -> lines.put(key, CAME_MEANWHILE));
        Message message = compose.message(flush, decision, reason.get(), listed, lines);
        long id = enqueue.tell(flush, decision, message);
        log.info(
                "Notification decided. notification={} group={} receiver={} reason={} alerts={}",
                id,
                group.id(),
                message.receiver(),
                message.reason(),
                flush.told().count());
        return true;
    }

    private List<ListedAlert> choose(List<ListedAlert> listed, NotificationReason reason) {
        return evidence.choose(listed, reason == NotificationReason.REPEAT_INTERVAL);
    }

    /** For the alerts that would be told if the groups were flushed now, by alert key. */
    private Map<String, Evidence> gatherEvidence(List<NotificationGroup> groups, Instant at) {
        Mutes.View now = mutes.at(at);
        List<List<ListedAlert>> wanted =
                groups.stream().map(group -> wantedEvidence(group, now, at)).toList();
        try {
            return evidence.fetch(wanted, at);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // A message without its lines is better than none.
            log.warn("Log lines could not be fetched.", e);
            Map<String, Evidence> failed = new HashMap<>();
            wanted.forEach(some -> some.forEach(alert -> failed.put(alert.key(), QUERY_FAILED)));
            return failed;
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
                    .map(reason -> choose(compose.list(group, flush.told()), reason))
                    .orElse(List.of());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The flush itself tries again and reports; here only the log lines are at stake.
            log.debug("Log lines for a group could not be planned. group={}", group.id(), e);
            return List.of();
        }
    }
}
