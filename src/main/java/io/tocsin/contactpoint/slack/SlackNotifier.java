package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.contactpoint.http.LaneName;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import io.tocsin.task.SafeMono;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Slack incoming webhooks. They tell no message id, so every message is a new one. */
@Component
public final class SlackNotifier implements Notifier {

    /** api.slack.com/docs/rate-limits: one message per second. */
    private static final RateLimit ONE_PER_SECOND = new RateLimit(Duration.ofSeconds(1), 1);

    private final WebhookClient client;

    public SlackNotifier(WebhookClient client) {
        this.client = client;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.SLACK;
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        Secret url = url(contactPoint);
        URI uri = URI.create(url.reveal());
        return SafeMono.fromCallable(() -> Json.write(SlackRenderer.render(contactPoint, outgoing)))
                .flatMap(json -> client.send(
                        HttpMethod.POST,
                        uri,
                        Map.of(),
                        json,
                        answer -> SlackAnswers.ofWebhook(answer, uri, secrets(url, uri))));
    }

    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return SlackRenderer.preview(contactPoint, outgoing);
    }

    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        return Mono.just(CheckResult.unknown("Slack tells nothing about a webhook without a message"));
    }

    @Override
    public boolean canCheck() {
        return false;
    }

    @Override
    public RateLimit rateLimit() {
        return ONE_PER_SECOND;
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        return LaneName.of(url(contactPoint).reveal());
    }

    private static Secret url(ContactPoint contactPoint) {
        if (contactPoint.settings() instanceof ContactPointSettings.Slack slack) {
            return slack.url();
        }
        // Previews of the Inbox have no URL.
        return new Secret("");
    }

    /** The path alone would be enough to post, so an answer that echoes it is masked, too. */
    private static List<Secret> secrets(Secret url, URI uri) {
        return List.of(url, new Secret(uri.getRawPath() == null ? "" : uri.getRawPath()));
    }
}
