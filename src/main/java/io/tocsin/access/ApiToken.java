package io.tocsin.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lets a program in; of its text only the hash is kept.
 *
 * @param expiresAt null: never
 * @param lastUsedAt to the minute; null: never used
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    public boolean isExpired(Instant at) {
        return expiresAt != null && !expiresAt.isAfter(at);
    }
}
