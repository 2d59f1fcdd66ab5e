package io.tocsin.web.templates;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.contactpoint.render.ChatMarkup;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.contactpoint.render.UserTexts;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.web.chat.ChatPreview;
import io.tocsin.web.chat.ChatPreviews;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Renders a title and a text with a message that was really sent, in each chat, and sends nothing. Blocks. */
@Component
public class TemplateTrial {

    private static final int CHOICES = 20;
    private static final int PLAIN_ROOM = 8_000;
    private static final ChatMarkup PLAIN =
            new ChatMarkup(value -> value, lines -> "\n" + lines + "\n", String::length, PLAIN_ROOM);

    /** In each kind the address is never asked. */
    private static final Map<String, String> ADDRESSES = new LinkedHashMap<>();

    static {
        ADDRESSES.put("slack", "https://hooks.slack.com/services/T0/B0/preview");
        ADDRESSES.put("discord", "https://discord.com/api/webhooks/1/preview");
    }

    private final StoredContactPoints parser;
    private final ChatPreviews previews;
    private final DeliveryHistory deliveries;
    private final Clock clock;

    TemplateTrial(StoredContactPoints parser, ChatPreviews previews, DeliveryHistory deliveries, Clock clock) {
        this.parser = parser;
        this.previews = previews;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** A message that can be chosen. */
    record MessageChoice(long id, String headline, String receiver) {}

    /** One chat. */
    public record TrialPicture(String kind, ChatPreview preview) {}

    /**
     * What came of it.
     *
     * @param problems what is wrong with the texts; then there is nothing else
     * @param title as plain text
     * @param text as plain text
     * @param isBuiltIn whether nothing was typed, or the text failed, so that the built-in one is shown
     */
    public record TrialResult(
            List<String> problems, List<TrialPicture> pictures, String title, String text, boolean isBuiltIn) {}

    /** Those that went out last, the newest first. */
    List<MessageChoice> choices() {
        return deliveries.list(DeliveryHistory.DeliveryFilter.ALL, CHOICES).stream()
                .filter(Delivery::isReadable)
                .map(one -> new MessageChoice(
                        one.id().value(),
                        one.message().groupLabels().get(Labels.ALERT_NAME),
                        one.contactPoint().value()))
                .toList();
    }

    /** @param chosen the number of a delivery; the built-in sample when there is none of it */
    public TrialResult run(String title, String text, String language, String chosen) {
        List<TrialPicture> pictures = new ArrayList<>();
        String plainTitle = "";
        String plainText = "";
        boolean isBuiltIn = false;
        for (String kind : ADDRESSES.keySet()) {
            ContactPointFileParser.ParsedContactPoints parsed = parser.parse(definition(kind, title, text, language));
            if (!parsed.problems().isEmpty()) {
                return new TrialResult(
                        parsed.problems().stream()
                                .map(ContactPointProblem::message)
                                .toList(),
                        List.of(),
                        "",
                        "",
                        false);
            }
            ContactPoint contactPoint = parsed.contactPoints().get(0);
            Message message = message(chosen)
                    .orElseGet(() -> ContactPointTester.sample(contactPoint, clock.instant(), MessageStatus.FIRING));
            pictures.add(new TrialPicture(kind, previews.of(contactPoint, message)));
            MessageText said = new MessageText(contactPoint, Outgoing.first(message));
            UserTexts own = UserTexts.render(contactPoint, said, PLAIN);
            plainTitle = own.title() == null ? said.title() : own.title();
            plainText = own.text() == null ? "" : own.text();
            isBuiltIn = own.text() == null;
        }
        return new TrialResult(List.of(), pictures, plainTitle, plainText, isBuiltIn);
    }

    private static ContactPointDefinition definition(String kind, String title, String text, String language) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("url", ADDRESSES.getOrDefault(kind, ""));
        if (!title.isEmpty()) {
            settings.put("title", title);
        }
        if (!text.isEmpty()) {
            settings.put("text", text);
        }
        return new ContactPointDefinition(
                Map.of("name", "preview", "type", kind, "language", language, "settings", settings));
    }

    private Optional<Message> message(String chosen) {
        return chosen.matches("\\d{1,18}")
                ? deliveries
                        .find(new DeliveryId(Long.parseLong(chosen)))
                        .filter(Delivery::isReadable)
                        .map(Delivery::message)
                : Optional.empty();
    }
}
