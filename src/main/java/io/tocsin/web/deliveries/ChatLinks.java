package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.text.PercentEncoding;
import org.springframework.stereotype.Component;

/** Where a delivered message can be read in its chat. */
@Component
public class ChatLinks {

    private static final String SLACK_ARCHIVE = "https://slack.com/archives/";

    private final ContactPoints contactPoints;

    ChatLinks(ContactPoints contactPoints) {
        this.contactPoints = contactPoints;
    }

    /** Empty when the service does not say enough: a Slack webhook tells no id, a Discord webhook no server. */
    public String of(Delivery delivery) {
        ContactPointKind kind = contactPoints
                .find(delivery.contactPoint())
                .map(contactPoint -> contactPoint.kind())
                .orElse(null);
        ExternalMessage message = delivery.progress().external();
        if (kind == null || delivery.state() != DeliveryState.DELIVERED) {
            return "";
        }
        return switch (kind) {
            case INBOX -> "/inbox?delivery=" + delivery.id().value();
            case SLACK_BOT -> message.isKnown() ? slack(message) : "";
            case SLACK, DISCORD, WEBHOOK -> "";
        };
    }

    private static String slack(ExternalMessage message) {
        return SLACK_ARCHIVE + PercentEncoding.part(message.channel()) + "/p"
                + PercentEncoding.part(message.id().replace(".", ""));
    }
}
