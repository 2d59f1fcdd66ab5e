package io.tocsin.security;

import io.tocsin.task.SafeMono;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The identity provider as it describes itself. It is asked when somebody first wants to log in, and again until it has
 * answered: Tocsin starts and works without it.
 */
final class OidcProvider implements ReactiveClientRegistrationRepository {

    static final String ID = "oidc";

    /** Where the provider sends people back to. */
    static final String CALLBACK = "/login/oauth2/code/" + ID;

    private static final Logger log = LoggerFactory.getLogger(OidcProvider.class);

    private final OidcProperties properties;
    private final String externalUrl;
    private volatile @Nullable ClientRegistration known;

    /** @param externalUrl where people reach the pages, without a slash at the end */
    OidcProvider(OidcProperties properties, String externalUrl) {
        this.properties = properties;
        this.externalUrl = externalUrl;
    }

    @Override
    public Mono<ClientRegistration> findByRegistrationId(String id) {
        if (!id.equals(ID)) {
            return Mono.empty();
        }
        @Nullable ClientRegistration before = known;
        if (before != null) {
            return Mono.just(before);
        }
        return SafeMono.fromCallable(this::ask)
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(found -> known = found)
                .doOnError(e -> log.warn(
                        "The identity provider does not describe itself: issuer={} cause={}",
                        properties.issuer(),
                        e.toString()));
    }

    private ClientRegistration ask() {
        return ClientRegistrations.fromIssuerLocation(properties.issuer().strip())
                .registrationId(ID)
                .clientId(properties.clientId())
                .clientSecret(properties.clientSecret())
                .scope(properties.scopes())
                .redirectUri(externalUrl + CALLBACK)
                .build();
    }

    /** Where somebody who logs out here logs out there; empty when the provider has no such page, or never answered. */
    String endSessionAddress() {
        ClientRegistration registration = known;
        Object address = registration == null
                ? null
                : registration.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint");
        return address == null
                ? ""
                : address + (address.toString().contains("?") ? "&" : "?") + "client_id="
                        + io.tocsin.text.PercentEncoding.part(properties.clientId()) + "&post_logout_redirect_uri="
                        + io.tocsin.text.PercentEncoding.part(externalUrl + "/login?logout");
    }
}
