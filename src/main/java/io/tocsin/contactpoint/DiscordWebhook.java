package io.tocsin.contactpoint;

import io.tocsin.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a Discord webhook URL. Discord's own form has no version and would use v6, whose Retry-After is in
 * milliseconds; it is therefore always rebuilt.
 *
 * @param origin scheme, host and port, without a path
 * @param thread the thread to post into; empty: the channel itself
 */
public record DiscordWebhook(URI origin, String id, Secret token, String thread) {

    private static final Pattern PATH =
            Pattern.compile("/api(?:/v\\d{1,2})?/webhooks/(\\d{1,20})/([A-Za-z0-9_.-]{1,200})(?:/(?:slack|github))?/?");
    private static final Pattern THREAD = Pattern.compile("(?:^|&)thread_id=(\\d{1,20})(?:&|$)");
    private static final String API = "/api/v10/webhooks/";

    /** Empty when the URL does not have the shape of a Discord webhook. Hosts are not checked here. */
    public static Optional<DiscordWebhook> parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        Matcher path = PATH.matcher(uri.getRawPath() == null ? "" : uri.getRawPath());
        if (uri.getHost() == null || uri.getScheme() == null || !path.matches()) {
            return Optional.empty();
        }
        Matcher thread = THREAD.matcher(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        URI origin = URI.create(uri.getScheme() + "://" + uri.getHost() + port);
        return Optional.of(new DiscordWebhook(
                origin, path.group(1), new Secret(path.group(2)), thread.find() ? thread.group(1) : ""));
    }

    /** Where a message is posted; waits for the message, because only then an error is told. */
    public URI executeUri() {
        return URI.create(base() + "?wait=true" + (thread.isEmpty() ? "" : "&thread_id=" + thread));
    }

    /** The same address where the message's buttons are not to be ignored. */
    public static URI withComponents(URI uri) {
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + "with_components=true");
    }

    /** One message of this webhook, for an edit. */
    public URI messageUri(String messageId) {
        return URI.create(base() + "/messages/" + messageId + (thread.isEmpty() ? "" : "?thread_id=" + thread));
    }

    /** The webhook itself; a GET tells its name and channel without posting. */
    public URI webhookUri() {
        return URI.create(base());
    }

    private String base() {
        return origin + API + id + "/" + token.reveal();
    }
}
