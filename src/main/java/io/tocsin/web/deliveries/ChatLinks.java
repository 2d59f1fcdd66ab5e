package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.MessageTracks;
import io.tocsin.rule.ContactPointName;
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
        return of(
                delivery.contactPoint(),
                delivery.state(),
                delivery.id(),
                delivery.progress().external());
    }

    /** The same for a message that was followed. */
    String of(MessageTracks.Track track) {
        return of(track.contactPoint(), track.state(), track.id(), track.external());
    }

    private String of(ContactPointName name, DeliveryState state, DeliveryId id, ExternalMessage message) {
        ContactPointKind kind = contactPoints
                .find(name)
                .map(contactPoint -> contactPoint.kind())
                .orElse(null);
        if (kind == null || state != DeliveryState.DELIVERED) {
            return "";
        }
        return switch (kind) {
            case INBOX -> "/inbox?delivery=" + id.value();
            case SLACK_BOT -> message.isKnown() ? slack(message) : "";
            case SLACK, DISCORD, WEBHOOK -> "";
        };
    }

    private static String slack(ExternalMessage message) {
        return SLACK_ARCHIVE + PercentEncoding.part(message.channel()) + "/p"
                + PercentEncoding.part(message.id().replace(".", ""));
    }
}
