package io.tocsin.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is logged in.
 *
 * @param idHash the SHA-256 of what the cookie holds, which is kept nowhere
 * @param givenRole from the identity provider; null: that of the user of this name
 * @param credentialHash the SHA-256 of the password hash by which the user logged in; a new password ends the session
 * @param address from where the login came, IPv6 as its network
 */
public record LoginSession(
        String idHash,
        String user,
        @Nullable Role givenRole,
        String credentialHash,
        String address,
        Instant createdAt,
        Instant expiresAt) {}
