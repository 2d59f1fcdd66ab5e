package io.tocsin.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not watched or told as it should be.
 *
 * @param code its kind in lower case with hyphens, for example {@code rule-file-broken}; the key {@code concern.<code>} has the
 *     pages' text, with the subject as its argument
 * @param subject what it is about: a file, a data source, a contact point, a task; may be empty
 * @param reason why, and what to do, in one English line; no secrets
 * @param since null when the source does not know; then {@link Watching} says when it first heard of it
 */
public record Concern(
        String code,
        Severity severity,
        String subject,
        String reason,
        @Nullable Instant since) {

    public Concern(String code, Severity severity, String subject, String reason) {
        this(code, severity, subject, reason, null);
    }

    /** Whether the other one says the same of the same thing, perhaps with other words or another severity. */
    boolean isSameAs(Concern other) {
        return code.equals(other.code) && subject.equals(other.subject);
    }

    Concern since(Instant instant) {
        return new Concern(code, severity, subject, reason, instant);
    }
}
