package io.tocsin.contactpoint;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which hosts contact points may talk to. Slack's and Discord's own, by https; and what the operator allows, by http as
 * well, on any address.
 */
public final class AllowedHosts {

    private static final Set<String> SLACK =
            Set.of("slack.com", "hooks.slack.com", "files.slack.com", "hooks.slack-gov.com");
    private static final Set<String> DISCORD = Set.of(
            "discord.com",
            "discordapp.com",
            "canary.discord.com",
            "ptb.discord.com",
            "canary.discordapp.com",
            "ptb.discordapp.com");

    /** How the hosts end to which Slack's Socket Mode and Discord's gateway send us. */
    private static final Set<String> SOCKETS = Set.of(".slack.com", ".slack-gov.com", ".discord.gg");

    private final Set<String> operatorHosts;

    private AllowedHosts(Set<String> operatorHosts) {
        this.operatorHosts = Set.copyOf(operatorHosts);
    }

    /** From {@code host} or {@code host:port}, comma-separated; an entry without a port allows every port. */
    public static AllowedHosts parse(String commaSeparated) {
        Set<String> hosts = new HashSet<>();
        for (String entry : commaSeparated.split(",")) {
            String host = entry.strip().toLowerCase(Locale.ROOT);
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return new AllowedHosts(hosts);
    }

    /** Why this URL must not be used; empty when it may. The answer never holds the URL's path. */
    public Optional<String> problem(URI uri) {
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null) {
            return Optional.of("must be an absolute http(s) URL");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must not contain a user name or password");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (isAllowedByOperator(uri)) {
            return scheme.equals("https") || scheme.equals("http")
                    ? Optional.empty()
                    : Optional.of("must begin with https:// or http://");
        }
        if (!isChatService(host)) {
            return Optional.of(
                    "host " + host + " is not allowed; add it to TOCSIN_ALLOWED_WEBHOOK_HOSTS if it is yours");
        }
        if (!scheme.equals("https") || (uri.getPort() != -1 && uri.getPort() != 443)) {
            return Optional.of("must be https on the default port for host " + host);
        }
        return Optional.empty();
    }

    /** The same for an address of a WebSocket, which the chat service told us. */
    public Optional<String> problemOfSocket(URI uri) {
        String host = uri.getHost();
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (host == null || !(scheme.equals("wss") || scheme.equals("ws"))) {
            return Optional.of("must be an absolute wss URL");
        }
        if (isAllowedByOperator(uri)) {
            return Optional.empty();
        }
        String name = host.toLowerCase(Locale.ROOT);
        boolean isChatService = SOCKETS.stream().anyMatch(name::endsWith);
        boolean isPlain = scheme.equals("ws") || (uri.getPort() != -1 && uri.getPort() != 443);
        return isChatService && !isPlain ? Optional.empty() : Optional.of("is none of a chat service's: host " + host);
    }

    /** Whether the operator named this host; private addresses are then allowed. */
    public boolean isAllowedByOperator(URI uri) {
        if (uri.getHost() == null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return operatorHosts.contains(host) || operatorHosts.contains(host + ":" + effectivePort(uri));
    }

    private static int effectivePort(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        String scheme = String.valueOf(uri.getScheme());
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("ws") ? 80 : 443;
    }

    public static boolean isSlack(String host) {
        return SLACK.contains(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isChatService(String host) {
        return isSlack(host) || DISCORD.contains(host.toLowerCase(Locale.ROOT));
    }
}
