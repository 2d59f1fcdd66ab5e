package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.start.CannotStartException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Login by an identity provider that speaks OpenID Connect.
 *
 * @param issuer the identity provider's address, as its own description says it; empty: no such login
 * @param clientId what Tocsin is called at the identity provider
 * @param clientSecret what Tocsin shows the identity provider
 * @param scopes what the identity provider is asked for
 * @param nameClaim the claim that names a person
 * @param roleClaim the claim that holds a person's groups or roles, a text or a list
 * @param roles which group gives which role, as in {@code admin=ops,responder=on-call}; the greatest counts
 * @param defaultRole the role of people in none of those groups; empty: they are not let in
 */
@ConfigurationProperties("tocsin.oidc")
record OidcProperties(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("groups") String roleClaim,
        @DefaultValue({}) List<String> roles,
        @DefaultValue("") String defaultRole) {

    OidcProperties {
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
        if (!issuer.isBlank()) {
            if (clientId.isBlank() || clientSecret.isBlank()) {
                throw new CannotStartException(
                        "TOCSIN_OIDC_ISSUER is set without TOCSIN_OIDC_CLIENT_ID and TOCSIN_OIDC_CLIENT_SECRET",
                        "set both to what the identity provider calls this client");
            }
            if (roles.stream().allMatch(String::isBlank) && defaultRole.isBlank()) {
                throw new CannotStartException(
                        "TOCSIN_OIDC_ISSUER is set, and nobody would be let in",
                        "set TOCSIN_OIDC_ROLES, as in admin=ops,viewer=everybody, or TOCSIN_OIDC_DEFAULT_ROLE");
            }
            groups(roles);
            role("TOCSIN_OIDC_DEFAULT_ROLE", defaultRole);
        }
    }

    /** The greatest role that the claim gives; null: the person is not let in. */
    @Nullable
    Role roleFor(@Nullable Object claim) {
        List<String> held = claim instanceof Iterable<?> several
                ? texts(several)
                : claim == null ? List.of() : Arrays.asList(claim.toString().split("[ ,]+"));
        Role best = role("TOCSIN_OIDC_DEFAULT_ROLE", defaultRole);
        for (Map.Entry<Role, List<String>> entry : groups(roles).entrySet()) {
            boolean isGiven = entry.getValue().stream().anyMatch(held::contains);
            if (isGiven && (best == null || entry.getKey().includes(best))) {
                best = entry.getKey();
            }
        }
        return best;
    }

    private static List<String> texts(Iterable<?> values) {
        List<String> texts = new java.util.ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        return texts;
    }

    private static Map<Role, List<String>> groups(List<String> entries) {
        Map<Role, List<String>> groups = new EnumMap<>(Role.class);
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw wrong("TOCSIN_OIDC_ROLES", entry);
            }
            Role role = role("TOCSIN_OIDC_ROLES", entry.substring(0, equals).strip());
            if (role == null) {
                throw wrong("TOCSIN_OIDC_ROLES", entry);
            }
            groups.computeIfAbsent(role, key -> new java.util.ArrayList<>())
                    .add(entry.substring(equals + 1).strip());
        }
        return groups;
    }

    private static @Nullable Role role(String setting, String text) {
        if (text.isBlank()) {
            return null;
        }
        return Role.ofPeople().stream()
                .filter(role -> role.name().equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(setting, text));
    }

    private static CannotStartException wrong(String setting, String text) {
        return new CannotStartException(
                setting + " holds \"" + text + "\"",
                "use the roles viewer, responder, editor and admin, as in TOCSIN_OIDC_ROLES=admin=ops,viewer=everybody");
    }

    /** Records print all components; one of these is a secret. */
    @Override
    public String toString() {
        return "OidcProperties[issuer=" + issuer + ", clientId=" + clientId + ", clientSecret=***]";
    }
}
