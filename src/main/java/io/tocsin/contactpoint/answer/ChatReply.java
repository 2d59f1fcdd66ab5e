package io.tocsin.contactpoint.answer;

/**
 * What is told back. Texts are untrusted and unescaped.
 *
 * @param isShared whether all see it, below the message; else only the person who asked
 * @param code rows that are shown as they are; may be empty
 * @param link where there is more; empty: nowhere
 */
public record ChatReply(boolean isShared, String text, String code, String link) {

    /** Nothing is told: the answer has been given already. */
    public static final ChatReply NONE = new ChatReply(false, "", "", "");

    /** Only the person sees it. */
    public static ChatReply toPerson(String text) {
        return new ChatReply(false, text, "", "");
    }

    /** Below the message, for all. */
    public static ChatReply below(String text, String code) {
        return new ChatReply(true, text, code, "");
    }

    public ChatReply withLink(String address) {
        return new ChatReply(isShared, text, code, address);
    }

    public boolean isEmpty() {
        return text.isEmpty() && code.isEmpty();
    }
}
