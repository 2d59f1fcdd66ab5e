package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.LinesFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/**
 * A file into the thread of a message: an address is asked for, the bytes go there, and only the last call shows them
 * (docs.slack.dev/messaging/working-with-files). What fails before that leaves no trace in the chat and is repeated from the
 * start; when the answer of the last call is lost, the repetition may show the file twice.
 */
final class SlackFileUpload {

    private final WebhookClient client;

    SlackFileUpload(WebhookClient client) {
        this.client = client;
    }

    /** Never finds an endpoint dead and never rejects content: the message is there, whatever becomes of its file. */
    Mono<DeliveryOutcome> send(ContactPointSettings.SlackBot bot, ExternalMessage message, byte[] file) {
        if (!message.isKnown()) {
            return Mono.just(new DeliveryOutcome.NotEdited("there is no message in whose thread the file belongs"));
        }
        AtomicBoolean mayBeShown = new AtomicBoolean();
        String form = "filename=" + LinesFile.NAME + "&length=" + file.length;
        return call(
                        bot,
                        "files.getUploadURLExternal",
                        MediaType.APPLICATION_FORM_URLENCODED,
                        form,
                        told -> upload(bot, told, file, id -> {
                            mayBeShown.set(true);
                            return complete(bot, message, id);
                        }))
                .map(outcome -> gentle(outcome, mayBeShown.get()));
    }

    private Mono<DeliveryOutcome> upload(
            ContactPointSettings.SlackBot bot,
            WebhookAnswer told,
            byte[] file,
            Function<String, Mono<DeliveryOutcome>> next) {
        Optional<URI> address = field(told, "upload_url").flatMap(SlackFileUpload::uri);
        Optional<String> id = field(told, "file_id");
        if (address.isEmpty() || id.isEmpty()) {
            return Mono.just(told.unexpected("Slack's Web API", List.of(bot.token())));
        }
        // The address is the permission; the token must not go there.
        return client.exchange(
                address.get(),
                Map.of(),
                MediaType.APPLICATION_OCTET_STREAM,
                file,
                answer -> answer.isSuccess() ? next.apply(id.get()) : Mono.just(refusedBytes(answer)));
    }

    private static DeliveryOutcome refusedBytes(WebhookAnswer answer) {
        return new DeliveryOutcome.Retryable(
                answer.status() == 429 ? FailureReason.RATE_LIMITED : FailureReason.SERVER_ERROR,
                answer.retryAfter().orElse(null),
                "the file was not taken: " + answer.status());
    }

    private Mono<DeliveryOutcome> complete(ContactPointSettings.SlackBot bot, ExternalMessage message, String id) {
        Map<String, ?> body = Map.of(
                "files", List.of(Map.of("id", id, "title", LinesFile.NAME)),
                "channel_id", message.channel(),
                "thread_ts", message.id());
        return call(
                bot,
                "files.completeUploadExternal",
                MediaType.APPLICATION_JSON,
                Json.write(body),
                answer -> Mono.just(DeliveryOutcome.Delivered.as(message)));
    }

    private Mono<DeliveryOutcome> call(
            ContactPointSettings.SlackBot bot,
            String method,
            MediaType type,
            String body,
            Function<WebhookAnswer, Mono<DeliveryOutcome>> next) {
        return client.exchange(
                bot.apiUrl().resolve(method),
                Map.of("Authorization", "Bearer " + bot.token().reveal()),
                type,
                body.getBytes(StandardCharsets.UTF_8),
                answer -> {
                    DeliveryOutcome outcome = SlackBotAnswers.of(answer, List.of(bot.token()));
                    return outcome instanceof DeliveryOutcome.Delivered ? next.apply(answer) : Mono.just(outcome);
                });
    }

    private static DeliveryOutcome gentle(DeliveryOutcome outcome, boolean mayBeShown) {
        if (outcome instanceof DeliveryOutcome.Ambiguous ambiguous && !mayBeShown) {
            return new DeliveryOutcome.Retryable(ambiguous.reason(), null, ambiguous.detail());
        }
        if (outcome instanceof DeliveryOutcome.DeadEndpoint || outcome instanceof DeliveryOutcome.ContentRejected) {
            if (mayBeShown && outcome.detail().contains("file_not_found")) {
                // Something before Slack has taken the bytes.
                return new DeliveryOutcome.Retryable(FailureReason.UNEXPECTED_ANSWER, null, outcome.detail());
            }
            String hint = outcome.detail().contains("missing_scope") ? " (the app needs the scope files:write)" : "";
            return new DeliveryOutcome.NotEdited(LinesFile.NAME + " was not taken: " + outcome.detail() + hint);
        }
        return outcome;
    }

    private static Optional<String> field(WebhookAnswer answer, String name) {
        return Json.readObject(answer.body())
                .map(json -> json.path(name).asString(""))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
