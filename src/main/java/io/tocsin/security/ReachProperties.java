package io.tocsin.security;

import io.tocsin.start.CannotStartException;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From where the pages and the APIs can be reached, and whose word counts about that.
 *
 * @param address the address at which the pages and the APIs listen; 0.0.0.0: all of this machine's
 * @param externalUrl the address at which people reach Tocsin, links in messages begin with it; empty: {@code http://localhost:PORT}
 * @param loopbackFree whether programs on this machine need no token to push and query: on, off, or auto, while address and external URL
 *     are of this machine
 * @param trustedProxies addresses or networks of proxies whose {@code X-Forwarded-For} is believed
 * @param tls the files of the server's certificate
 * @param demo whether this is the demo, whose password everybody knows
 */
@ConfigurationProperties("tocsin")
record ReachProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("") String externalUrl,
        @DefaultValue("auto") LoopbackFree loopbackFree,
        @DefaultValue("") List<String> trustedProxies,
        @DefaultValue Tls tls,
        @DefaultValue("false") boolean demo) {

    /**
     * The server's certificate.
     *
     * @param cert a PEM file with the server's certificate and its chain, read again when it changes; empty: no TLS
     * @param key a PEM file with the private key
     */
    record Tls(
            @DefaultValue("") String cert, @DefaultValue("") String key) {}

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    ReachProperties {
        trustedProxies = List.copyOf(trustedProxies);
        if (demo && !isForThisMachineOnly(address, externalUrl)) {
            throw new CannotStartException(
                    "the demo's password is known to everybody, and TOCSIN_ADDRESS or TOCSIN_EXTERNAL_URL opens it to"
                            + " other machines",
                    "start without the profile demo, or leave both unset");
        }
    }

    private static boolean isForThisMachineOnly(String address, String externalUrl) {
        return LOOPBACK.contains(address)
                && (externalUrl.isBlank() || LocalPrograms.isLocalName(LocalPrograms.hostOf(externalUrl)));
    }

    /** Whether nobody is meant to reach the pages from another machine. */
    boolean isForThisMachineOnly() {
        return isForThisMachineOnly(address, externalUrl);
    }

    /** Whether people reach the pages over TLS, here or at a proxy in front. */
    boolean isReachedOverTls() {
        return !tls.cert().isBlank() || externalUrl.regionMatches(true, 0, "https:", 0, 6);
    }
}
