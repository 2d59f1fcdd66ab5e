package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.access.store.Users;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcReactiveOAuth2UserService;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.ReactiveOAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes one of ours of a person whom the identity provider vouches for. */
final class OidcPeople implements ReactiveOAuth2UserService<OidcUserRequest, OidcUser> {

    private static final int MAX_NAME = 100;

    private final OidcProperties properties;
    private final Users users;
    private final ReactiveOAuth2UserService<OidcUserRequest, OidcUser> provider = new OidcReactiveOAuth2UserService();

    OidcPeople(OidcProperties properties, Users users) {
        this.properties = properties;
        this.users = users;
    }

    /** A person with the role that the provider's claim gives. */
    static final class ProvidedUser extends DefaultOidcUser {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Caller caller;

        ProvidedUser(OidcUser user, Caller caller) {
            super(user.getAuthorities(), user.getIdToken(), user.getUserInfo());
            this.caller = caller;
        }

        Caller caller() {
            return caller;
        }

        @Override
        public String getName() {
            return caller.name();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    public Mono<OidcUser> loadUser(OidcUserRequest request) {
        return provider.loadUser(request).flatMap(this::accept);
    }

    private Mono<OidcUser> accept(OidcUser user) {
        Object claimed = user.getClaims().getOrDefault(properties.nameClaim(), user.getSubject());
        String name = CodePoints.cut(CleanText.singleLine(String.valueOf(claimed)), MAX_NAME);
        Role role = properties.roleFor(user.getClaims().get(properties.roleClaim()));
        if (role == null) {
            return Mono.error(refused("no-role"));
        }
        // Else the audit log could not tell the two, and the local administrator is there for emergencies.
        return SafeMono.fromCallable(() -> users.find(name).isPresent())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(isLocal -> isLocal
                        ? Mono.error(refused("local-name"))
                        : Mono.just(new ProvidedUser(user, new Caller(name, role, Caller.CallerKind.LOGIN, ""))));
    }

    private static OAuth2AuthenticationException refused(String code) {
        return new OAuth2AuthenticationException(new OAuth2Error(code));
    }
}
