package io.tocsin.contactpoint;

import io.tocsin.secret.Secret;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How people's answers come back from a chat: over a socket that we open, over requests that the service signs, or both.
 *
 * @param socketToken opens the socket: Slack's app token, Discord's bot token; null: no socket
 * @param requestKey checks requests: Slack's signing secret, Discord's public key; null: none are accepted
 * @param people users of Tocsin by their ids in the chat
 */
public record AnswerWays(
        @Nullable Secret socketToken, @Nullable Secret requestKey, Map<String, String> people) {

    /** Nobody can answer. */
    public static final AnswerWays NONE = new AnswerWays(null, null, Map.of());

    public AnswerWays {
        people = Collections.unmodifiableMap(new TreeMap<>(people));
    }

    /** Whether an answer can reach us, so that buttons are worth showing. */
    public boolean areOpen() {
        return socketToken != null || requestKey != null;
    }
}
