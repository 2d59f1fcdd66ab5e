package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Messages that delivery itself has to tell. */
final class Notices {

    private Notices() {}

    static Message parked(
            ContactPointName name, ContactPointName to, BuiltInTexts texts, DeliveryFailure cause, Instant at) {
        Labels labels = Labels.of(Labels.ALERT_NAME, "ContactPointParked", "contact_point", name.value());
        return message("parked", name, to, labels, texts.parked(name.value(), cause.detail()), at);
    }

    /** @param some at least one; the first of them are listed */
    static Message unreadable(
            ContactPointName name,
            ContactPointName to,
            BuiltInTexts texts,
            List<Delivery> some,
            int maxListed,
            Instant at) {
        Labels labels = Labels.of(Labels.ALERT_NAME, "MessagesUnreadable", "contact_point", name.value());
        String listed = some.stream()
                .limit(maxListed)
                .map(delivery -> "#" + delivery.id() + " "
                        + delivery.message().commonLabels().get(Labels.ALERT_NAME))
                .collect(Collectors.joining("\n"));
        String more = some.size() > maxListed ? "\n+" + (some.size() - maxListed) : "";
        BuiltInTexts.Notice said = texts.unreadable(
                name.value(), some.size(), listed + more, some.get(0).unreadable());
        return message("set-aside", name, to, labels, said, at);
    }

    private static Message message(
            String kind,
            ContactPointName name,
            ContactPointName to,
            Labels labels,
            BuiltInTexts.Notice said,
            Instant at) {
        return Message.ofTocsin(
                "tocsin:" + kind + ":" + name,
                "contact-point-" + kind + ":" + name,
                to,
                labels,
                Map.of("summary", said.summary(), "description", said.description()),
                1,
                at);
    }
}
