package io.tocsin.contactpoint.slack;

import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How Slack signs its requests (docs.slack.dev/authentication/verifying-requests-from-slack), in version v0. */
final class SlackSignature {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";

    private SlackSignature() {}

    /** Whether a time of a request is near enough, so that what was overheard cannot be sent again later. */
    static boolean isFresh(@Nullable String timestamp, Instant at) {
        if (timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), at)
                .abs();
        return off.compareTo(WINDOW) <= 0;
    }

    /** Takes the same time wherever the first difference is. */
    static boolean isOf(Secret key, String timestamp, byte[] body, @Nullable String signature) {
        byte[] given = String.valueOf(signature).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sign(key, timestamp, body).getBytes(StandardCharsets.UTF_8), given);
    }

    static String sign(Secret key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
