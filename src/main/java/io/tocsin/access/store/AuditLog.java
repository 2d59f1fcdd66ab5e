package io.tocsin.access.store;

import io.tocsin.access.AuditEntry;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Repository;

/** The append-only record of changes. All methods block. */
@Repository
public class AuditLog {

    /** A list in a query must not be empty. */
    private static final List<String> NO_ACTION = List.of("");

    private final AuditEntryRepository entries;

    AuditLog(AuditEntryRepository entries) {
        this.entries = entries;
    }

    /** Appends; the entry's own id does not count. */
    public void append(AuditEntry entry) {
        entries.save(AuditEntryEntity.of(entry));
    }

    /** Every action that somebody has done. */
    public List<String> actions() {
        return entries.findActions();
    }

    public List<AuditEntry> find(String text, long belowId, int limit) {
        return find(text, List.of(), belowId, limit);
    }

    /**
     * Newest first, below an id; {@code text} must be in the actor, the action, the object, the detail or the address.
     *
     * @param actions entries of these are found, too
     */
    public List<AuditEntry> find(String text, Collection<String> actions, long belowId, int limit) {
        List<AuditEntryEntity> found = text.isEmpty()
                ? entries.findByIdLessThanOrderByIdDesc(belowId, Limit.of(limit))
                : entries.search(pattern(text), actions.isEmpty() ? NO_ACTION : actions, belowId, Limit.of(limit));
        return found.stream().map(AuditEntryEntity::toEntry).toList();
    }

    /** The newest one of this actor and action. */
    public Optional<AuditEntry> findNewest(String actor, String action) {
        return entries.findFirstByActorAndActionOrderByIdDesc(actor, action).map(AuditEntryEntity::toEntry);
    }

    private static String pattern(String text) {
        String literal = text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }
}
