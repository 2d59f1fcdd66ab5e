package io.tocsin.web.deliveries;

import io.tocsin.contactpoint.inbox.InboxMessage;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.web.chat.ChatView;
import io.tocsin.web.chat.DiscordView;
import io.tocsin.web.chat.SlackView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The messages of the built-in Inbox, as Slack and as Discord would show them. */
@Controller
class InboxPage {

    private static final int PAGE_SIZE = 20;

    /** A page of long messages has fewer of them: what is sent to a browser is three times as much. */
    private static final int MOST_CHARACTERS = 50_000;

    private final InboxMessages messages;
    private final JsonMapper json;

    InboxPage(InboxMessages messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /** One message with both renderings. */
    record MessageView(long id, String receiver, Instant receivedAt, ChatView slack, ChatView discord) {}

    @GetMapping("/inbox")
    String inbox(
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(required = false) @Nullable Long delivery,
            Model model) {
        List<InboxMessage> page = delivery == null
                ? messages.list(before, PAGE_SIZE + 1)
                : messages.findByDelivery(delivery).stream().toList();
        List<MessageView> shown = thatFit(page).stream().map(this::view).toList();
        model.addAttribute("messages", shown);
        model.addAttribute("isFirstPage", before == null && delivery == null);
        model.addAttribute(
                "older",
                page.size() > shown.size() ? shown.get(shown.size() - 1).id() : null);
        return "inbox";
    }

    /** The first of them, and as many after it as a page has room for. */
    private static List<InboxMessage> thatFit(List<InboxMessage> messages) {
        List<InboxMessage> fitting = new ArrayList<>();
        int characters = 0;
        for (InboxMessage message : messages) {
            characters +=
                    message.slackPayload().length() + message.discordPayload().length();
            if (!fitting.isEmpty() && (fitting.size() == PAGE_SIZE || characters > MOST_CHARACTERS)) {
                break;
            }
            fitting.add(message);
        }
        return fitting;
    }

    private MessageView view(InboxMessage message) {
        return new MessageView(
                message.id(),
                message.contactPoint().value(),
                message.receivedAt(),
                SlackView.of(json.readTree(message.slackPayload())),
                DiscordView.of(json.readTree(message.discordPayload())));
    }
}
