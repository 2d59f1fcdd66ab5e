package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import io.tocsin.text.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message a button belongs to. Two installations may share one Slack or Discord app and number their deliveries alike,
 * so the number alone does not say it.
 *
 * @param deliveryId the delivery that carried the button
 * @param seal of the message, so that another installation's button is known as such
 */
public record ButtonTicket(long deliveryId, String seal) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.([0-9a-f]{16})");
    private static final int SEAL = 16;

    public static ButtonTicket of(long deliveryId, Message message) {
        String hash = Sha256.hex(
                deliveryId + "\n" + message.groupKey() + "\n" + message.at().toEpochMilli());
        return new ButtonTicket(deliveryId, hash.substring(0, SEAL));
    }

    /** Empty when it is none of ours. */
    public static Optional<ButtonTicket> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ButtonTicket(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    public boolean isOf(Message message) {
        return equals(of(deliveryId, message));
    }

    /** At most 35 characters. */
    @Override
    public String toString() {
        return deliveryId + "." + seal;
    }
}
