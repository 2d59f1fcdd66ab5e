package io.tocsin.contactpoint.http;

import io.tocsin.secret.Secret;
import io.tocsin.text.CleanText;
import io.tocsin.text.Shortened;
import java.util.Collection;
import java.util.regex.Pattern;

/** What a service answered, as it may be shown and stored: short, without control characters, without secrets. */
public final class SafeDetail {

    private static final int MAX_CHARS = 300;
    private static final int MAX_LOOKED_AT = 16 * 1024;
    private static final int SHORTEST_SECRET = 6;
    private static final int SHORTEST_PART = 10;
    private static final Pattern TOKENS = Pattern.compile("hooks\\.slack(?:-gov)?\\.com/\\S+|/webhooks/\\d+/\\S+"
            + "|xox[a-z]-[A-Za-z0-9-]+|(?i:bearer)\\s+\\S+|/services/T\\S+");

    private SafeDetail() {}

    public static String of(String text, Collection<Secret> secrets) {
        // What is looked at is bounded, too: an answer may be long, and a secret in it is masked before the text is
        // cut.
        String safe = text.length() <= MAX_LOOKED_AT ? text : text.substring(0, MAX_LOOKED_AT);
        for (Secret secret : secrets) {
            if (secret.reveal().length() >= SHORTEST_SECRET) {
                safe = safe.replace(secret.reveal(), secret.toString());
            }
            for (String part : secret.reveal().split("[/\\s?&=:-]+")) {
                // An echo of the path, or of the token alone, would be enough to post.
                safe = part.length() >= SHORTEST_PART ? safe.replace(part, secret.toString()) : safe;
            }
        }
        safe = TOKENS.matcher(safe).replaceAll("***");
        return Shortened.of(CleanText.singleLine(safe), MAX_CHARS);
    }

    /** {@code 404: no_service}. */
    public static String of(WebhookAnswer answer, Collection<Secret> secrets) {
        String body = of(answer.body(), secrets);
        return body.isEmpty() ? Integer.toString(answer.status()) : answer.status() + ": " + body;
    }
}
