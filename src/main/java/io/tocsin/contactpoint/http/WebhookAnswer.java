package io.tocsin.contactpoint.http;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.secret.Secret;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * What a service answered.
 *
 * @param body at most {@link WebhookClient#MAX_BODY_BYTES}
 */
public record WebhookAnswer(int status, HttpHeaders headers, String body) {

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** A page for people: of a login, a proxy or a firewall, whatever the status says. */
    public boolean isWebPage() {
        String start = body.stripLeading();
        return startsWith(start, "<!doctype html") || startsWith(start, "<html");
    }

    private static boolean startsWith(String text, String lowerCase) {
        return text.regionMatches(true, 0, lowerCase, 0, lowerCase.length());
    }

    /**
     * What to make of a success that does not read like the service's own: nobody knows who said it, so the message is sent
     * again.
     *
     * @param service whose answer was expected
     */
    public DeliveryOutcome unexpected(String service, Collection<Secret> secrets) {
        String what = isWebPage()
                ? "a web page; is the URL right, and does a login or a proxy stand before it? "
                : body.isBlank() ? "an empty answer " : "an answer that cannot be read ";
        return new DeliveryOutcome.Ambiguous(
                FailureReason.UNEXPECTED_ANSWER,
                "not what " + service + " answers: " + what + "(" + SafeDetail.of(this, secrets) + ")");
    }

    /** The header Retry-After, in seconds or as a date. */
    public Optional<Duration> retryAfter() {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return Optional.empty();
        }
        return seconds(value.strip()).or(() -> untilDate(value.strip()));
    }

    /** A header that holds a number of seconds, with or without a fraction. */
    public Optional<Duration> seconds(HttpHeaderName header) {
        return Optional.ofNullable(headers.getFirst(header.value())).flatMap(WebhookAnswer::seconds);
    }

    public static Optional<Duration> seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            boolean isUsable = seconds >= 0 && seconds < 1e9;
            return isUsable ? Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Measured by the service's own clock, because ours may differ. */
    private Optional<Duration> untilDate(String value) {
        String now = headers.getFirst(HttpHeaders.DATE);
        if (now == null) {
            return Optional.empty();
        }
        try {
            Duration wait = Duration.between(date(now), date(value));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime date(String value) {
        return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    /** A header's name as a type, so that it is not mistaken for a value. */
    public record HttpHeaderName(String value) {}
}
