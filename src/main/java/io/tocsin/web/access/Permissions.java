package io.tocsin.web.access;

import io.tocsin.access.Role;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * What the person who looks at a page may do, as {@code may} in every template. It hides buttons; the server refuses
 * what is not allowed whatever the page shows.
 *
 * @param user the person's name
 * @param respond silence and acknowledge
 * @param edit change contact points, test, send again, try rules
 * @param administer look after users, and read the audit log
 */
public record Permissions(String user, boolean respond, boolean edit, boolean administer) {

    static final Permissions NONE = new Permissions("", false, false, false);

    static Permissions of(Authentication authentication) {
        Set<String> roles = roles(authentication.getAuthorities());
        boolean isAdministrator = roles.contains(authority(Role.ADMIN));
        boolean isEditor = isAdministrator || roles.contains(authority(Role.EDITOR));
        boolean isResponder = isEditor || roles.contains(authority(Role.RESPONDER));
        return new Permissions(authentication.getName(), isResponder, isEditor, isAdministrator);
    }

    private static Set<String> roles(Collection<? extends GrantedAuthority> authorities) {
        return authorities.stream().map(GrantedAuthority::getAuthority).collect(Collectors.toSet());
    }

    private static String authority(Role role) {
        return "ROLE_" + role.name();
    }
}
