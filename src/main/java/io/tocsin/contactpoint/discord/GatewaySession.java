package io.tocsin.contactpoint.discord;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a session with Discord's gateway, which outlives its connections: it can be resumed, and nothing that happened
 * in between is missed.
 *
 * @param id empty: there is none, and a new one is to be identified
 * @param resumeUrl where it is resumed
 * @param sequence of the newest event; null: none
 */
record GatewaySession(String id, String resumeUrl, @Nullable Long sequence) {

    static final GatewaySession NONE = new GatewaySession("", "", null);

    /** Wrong token, wrong shard, wrong version, intents that are not allowed: trying again does not help. */
    private static final Set<Integer> FATAL = Set.of(4004, 4010, 4011, 4012, 4013, 4014);

    /** A wrong sequence, or a session that timed out. */
    private static final Set<Integer> SESSION_ENDED = Set.of(1000, 1001, 4007, 4009);

    boolean canResume() {
        return !id.isEmpty() && !resumeUrl.isEmpty() && sequence != null;
    }

    /** After an event with its sequence. */
    GatewaySession after(JsonNode event) {
        JsonNode number = event.path("s");
        Long newest = number.isNumber() ? Long.valueOf(number.asLong()) : sequence;
        if (event.path("t").asString("").equals("READY")) {
            JsonNode ready = event.path("d");
            return new GatewaySession(
                    ready.path("session_id").asString(""),
                    ready.path("resume_gateway_url").asString(""),
                    newest);
        }
        return new GatewaySession(id, resumeUrl, newest);
    }

    /** What is left when the other side has closed the connection with a code. */
    GatewaySession afterClose(int code) {
        return isFatal(code) || SESSION_ENDED.contains(code) ? NONE : this;
    }

    static boolean isFatal(int code) {
        return FATAL.contains(code);
    }
}
