package io.tocsin.contactpoint.config;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.answer.AnswerApps;
import io.tocsin.contactpoint.answer.AnswerSocket;
import io.tocsin.contactpoint.answer.AnswerSockets;
import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.EnvironmentWebhooks;
import io.tocsin.contactpoint.http.SocketClient;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.contactpoint.inbox.InboxNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Brings the contact points and their adapters together. Paths are read as text:
 * Spring would look for a Path in the classpath first, where there are {@code templates} too.
 */
@Configuration(proxyBeanMethods = false)
class ContactPointConfiguration {

    private static final Duration RELOAD_PERIOD = Duration.ofSeconds(2);

    @Bean
    AllowedHosts allowedHosts(@Value("${tocsin.allowed-webhook-hosts}") String hosts) {
        return AllowedHosts.parse(hosts);
    }

    @Bean
    WebhookClient webhookClient(
            AllowedHosts allowedHosts, @Value("${tocsin.delivery.answer-timeout}") Duration answerTimeout) {
        return new WebhookClient(allowedHosts, answerTimeout);
    }

    /** Reads the provisioned contact points; their variables are those of the environment. */
    @Bean
    ContactPointFileParser provisionedContactPointParser(
            AllowedHosts allowedHosts, @Value("${tocsin.templates-dir}") String templatesDir, Environment environment) {
        return new ContactPointFileParser(allowedHosts, Path.of(templatesDir), environment::getProperty);
    }

    @Bean
    EnvironmentWebhooks environmentWebhooks(ContactPointFileParser parser, Environment environment) {
        return EnvironmentWebhooks.of(environment::getProperty, parser);
    }

    @Bean
    ContactPointCatalog contactPointCatalog(
            @Value("${tocsin.contact-points-file}") String file,
            ContactPointFileParser parser,
            EnvironmentWebhooks webhooks) {
        ContactPointCatalog catalog = new ContactPointCatalog(Path.of(file), parser, webhooks);
        catalog.reload();
        return catalog;
    }

    /** File events do not work on all mounted volumes. */
    @Bean
    RepeatingTask contactPointsFileTask(ContactPointCatalog catalog) {
        return RepeatingTask.every(RELOAD_PERIOD, "contact-points-file", catalog::reload)
                .whenLate(Severity.UNWATCHED);
    }

    @Bean
    ContactPointTester contactPointTester(List<Notifier> notifiers, Clock clock) {
        return new ContactPointTester(notifiers, clock);
    }

    @Bean
    SocketClient socketClient(AllowedHosts allowedHosts) {
        return new SocketClient(allowedHosts);
    }

    @Bean
    AnswerApps answerApps(ContactPoints contactPoints) {
        return new AnswerApps(contactPoints);
    }

    @Bean
    AnswerSockets answerSockets(AnswerApps apps, List<AnswerSocket.SocketFactory> factories, Clock clock) {
        return new AnswerSockets(apps, factories, clock);
    }

    /** Contact points come and go while the process runs. */
    @Bean
    RepeatingTask answerSocketsTask(AnswerSockets sockets) {
        return RepeatingTask.every(RELOAD_PERIOD, "answer-sockets", sockets::refresh)
                .whenLate(Severity.NOTICE);
    }

    @Bean
    Notifier inboxNotifier(InboxMessages messages, SlackNotifier slack, DiscordNotifier discord, Clock clock) {
        return new InboxNotifier(messages, slack, discord, clock);
    }
}
