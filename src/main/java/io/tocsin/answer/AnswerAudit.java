package io.tocsin.answer;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.AuditEntry.Deed;
import io.tocsin.access.AuditEntry.Outcome;
import io.tocsin.access.store.AuditLog;
import io.tocsin.answer.plan.AnswerAction;
import io.tocsin.contactpoint.answer.ChatRequest;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes into the audit log who changed what from a chat. An entry that cannot be written is logged, and hinders nobody. */
@Component
class AnswerAudit {

    private static final Logger log = LoggerFactory.getLogger(AnswerAudit.class);
    private static final int MAX_NAME = 60;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_DETAIL = 900;
    private static final int DONE = 200;
    private static final int REFUSED = 403;

    private final AuditLog entries;

    AnswerAudit(AuditLog entries) {
        this.entries = entries;
    }

    /** @param user empty: nobody knows who that is */
    void refused(ChatRequest request, AnswerAction action, String user, Instant at) {
        if (action.isChange()) {
            record(request, action, user.isEmpty() ? "anonymous" : user, "", Outcome.REFUSED, at);
        }
    }

    void record(ChatRequest request, AnswerAction action, String user, String detail, Outcome outcome, Instant at) {
        String person = request.person().id() + " "
                + CodePoints.cut(CleanText.singleLine(request.person().name()), MAX_NAME);
        AuditEntry entry = new AuditEntry(
                0,
                at,
                user,
                CodePoints.cut(request.kind().word() + " " + request.person().id(), MAX_ADDRESS),
                new Deed(
                        "CHAT " + action.word(),
                        person.strip(),
                        CodePoints.cut(CleanText.singleLine(detail), MAX_DETAIL)),
                outcome,
                outcome == Outcome.DONE ? DONE : REFUSED);
        try {
            entries.append(entry);
        } catch (RuntimeException e) {
            log.error("audit entry not written action={}", entry.action(), e);
        }
    }
}
