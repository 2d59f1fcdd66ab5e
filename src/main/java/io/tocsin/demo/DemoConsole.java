package io.tocsin.demo;

import io.tocsin.contactpoint.inbox.InboxMessage;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.web.chat.ChatText;
import io.tocsin.web.chat.SlackView;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Prints the messages of the Inbox on the console as they arrive, and says at the start where to look. */
@Component
@Profile("demo")
class DemoConsole {

    private static final Logger log = LoggerFactory.getLogger(DemoConsole.class);
    private static final int PAGE = 50;

    private final InboxMessages messages;
    private final JsonMapper json;
    private final ChatText text = new ChatText(ZoneId.systemDefault());
    private long newestShown = -1;

    DemoConsole(InboxMessages messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context
                && context.getWebServer() != null) {
            log.info(
                    "The demo runs: open http://127.0.0.1:{} and log in as admin with the password demo",
                    context.getWebServer().getPort());
        }
    }

    /** What was there before is not shown again. */
    void printNew() {
        if (newestShown < 0) {
            newestShown = messages.list(null, 1).stream()
                    .mapToLong(InboxMessage::id)
                    .max()
                    .orElse(0);
        }
        List<InboxMessage> fresh = new ArrayList<>(messages.list(null, PAGE));
        fresh.removeIf(message -> message.id() <= newestShown);
        for (int i = fresh.size() - 1; i >= 0; i--) {
            InboxMessage message = fresh.get(i);
            newestShown = message.id();
            log.info("message to {}\n{}", message.contactPoint(), text(message));
        }
    }

    private String text(InboxMessage message) {
        String printed = text.print(SlackView.of(json.readTree(message.slackPayload())));
        return "    " + printed.replace("\n", "\n    ");
    }
}
