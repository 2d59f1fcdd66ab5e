package io.tocsin.contactpoint;

/**
 * A message as the chat service knows it, which is what an edit or a thread needs.
 *
 * @param channel the channel's id; empty when the service does not tell
 * @param id the message's id (Slack: {@code ts}); empty when the service does not tell
 */
public record ExternalMessage(String channel, String id) {

    public static final ExternalMessage UNKNOWN = new ExternalMessage("", "");

    public boolean isKnown() {
        return !id.isEmpty();
    }
}
