package io.tocsin;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointWatch;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.contactpoint.inbox.InboxNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.delivery.worker.DeliverySettings;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the contact points and their adapters together; only the root knows the adapters. */
@Configuration(proxyBeanMethods = false)
class ContactPointConfiguration {

    @Bean
    AllowedHosts allowedHosts(@Value("${tocsin.allowed-webhook-hosts}") String hosts) {
        return AllowedHosts.parse(hosts);
    }

    @Bean
    WebhookClient webhookClient(AllowedHosts allowedHosts, DeliverySettings settings) {
        return new WebhookClient(allowedHosts, settings.answerTimeout());
    }

    @Bean
    ContactPointCatalog contactPointCatalog(
            AllowedHosts allowedHosts,
            @Value("${tocsin.contact-points-file}") Path file,
            @Value("${tocsin.templates-dir}") Path templatesDir) {
        ContactPointCatalog catalog =
                new ContactPointCatalog(file, new ContactPointFileParser(allowedHosts, templatesDir, System::getenv));
        catalog.reload();
        return catalog;
    }

    @Bean
    ContactPointWatch contactPointWatch(ContactPointCatalog catalog) {
        return new ContactPointWatch(catalog);
    }

    @Bean
    Notifier inboxNotifier(InboxMessages messages, SlackNotifier slack, DiscordNotifier discord, Clock clock) {
        return new InboxNotifier(messages, slack, discord, clock);
    }
}
