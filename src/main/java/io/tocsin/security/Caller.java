package io.tocsin.security;

import io.tocsin.access.Role;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A person or a program that was let in.
 *
 * @param name of the user, or of the token
 * @param credential by which it can be looked up whether it still counts: a hash, never what the caller holds
 */
public record Caller(String name, Role role, CallerKind kind, String credential) implements AuthenticatedPrincipal {

    /** How the caller was let in. */
    public enum CallerKind {
        /** By a login that has no session yet. */
        LOGIN,
        SESSION,
        /** By a session that the identity provider vouched for. */
        PROVIDED_SESSION,
        TOKEN,
        /** By the token of the settings. */
        CONFIGURED_TOKEN
    }

    @Override
    public String getName() {
        return name;
    }

    /** Somebody who is logged in at a page; empty for programs, for strangers, and for nobody. */
    public static Optional<Caller> person(@Nullable Principal principal) {
        return principal instanceof Authentication known
                        && known.getPrincipal() instanceof Caller caller
                        && (caller.kind() == CallerKind.SESSION || caller.kind() == CallerKind.PROVIDED_SESSION)
                ? Optional.of(caller)
                : Optional.empty();
    }

    Authentication authenticated() {
        return UsernamePasswordAuthenticationToken.authenticated(
                this, null, List.of(new SimpleGrantedAuthority(authority(role))));
    }

    static String authority(Role role) {
        return "ROLE_" + role.name();
    }
}
