package io.tocsin.contactpoint.http;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Edits a message that was posted before, and posts a new one when the service says that it can no longer be edited.
 * Editing twice does no harm, so an edit is never ambiguous.
 */
public final class EditThenPost {

    /** For calls that are no edits. */
    public static final Answers IGNORED = refused -> {};

    private EditThenPost() {}

    /** Hears whether an edit was refused for good. */
    @FunctionalInterface
    public interface Answers {
        void sawRefusal(boolean refused);
    }

    /**
     * @param posted the message to edit; unknown: post at once
     * @param withReply also post a short reply after the edit, because an edit notifies nobody
     * @param post absent: nothing is posted, whatever comes of the edit
     */
    public static Mono<DeliveryOutcome> send(
            ExternalMessage posted,
            boolean withReply,
            Optional<Supplier<Mono<DeliveryOutcome>>> post,
            Function<Answers, Mono<DeliveryOutcome>> edit,
            Supplier<Mono<DeliveryOutcome>> reply) {
        if (!posted.isKnown()) {
            return posting(post);
        }
        AtomicBoolean isRefused = new AtomicBoolean();
        return edit.apply(refused -> isRefused.set(refused)).flatMap(outcome -> {
            if (isRefused.get()) {
                return posting(post);
            }
            if (outcome instanceof DeliveryOutcome.Delivered delivered) {
                return withReply
                        ? reply.get().map(answer -> keeping(posted, answer))
                        : Mono.just(kept(posted, delivered));
            }
            return Mono.just(certain(outcome));
        });
    }

    private static Mono<DeliveryOutcome> posting(Optional<Supplier<Mono<DeliveryOutcome>>> post) {
        return post.map(Supplier::get)
                .orElseGet(() -> Mono.just(new DeliveryOutcome.NotEdited("the message can no longer be edited")));
    }

    /** The group's message stays the one that is edited, not its reply. */
    private static DeliveryOutcome keeping(ExternalMessage posted, DeliveryOutcome reply) {
        return reply instanceof DeliveryOutcome.Delivered delivered ? kept(posted, delivered) : reply;
    }

    private static DeliveryOutcome kept(ExternalMessage posted, DeliveryOutcome.Delivered delivered) {
        return new DeliveryOutcome.Delivered(posted, delivered.pause(), "edited");
    }

    private static DeliveryOutcome certain(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Ambiguous ambiguous
                ? new DeliveryOutcome.Retryable(ambiguous.reason(), null, ambiguous.detail())
                : outcome;
    }
}
