package io.tocsin.contactpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one attempt. Details are for people; no secret is ever in them. */
public sealed interface DeliveryOutcome {

    /** For people: what the service answered. Empty when there is nothing to say. */
    String detail();

    /** In one word, for history and metrics. */
    String word();

    /** Why the service does not have the message, or may not have it; null when it has it. */
    @Nullable
    FailureReason reason();

    /**
     * The service has the message.
     *
     * @param pause how long the service wants to be left alone now; zero when it did not say
     */
    record Delivered(ExternalMessage message, Duration pause, String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "delivered";
        }

        @Override
        public @Nullable FailureReason reason() {
            return null;
        }

        public static Delivered as(ExternalMessage message) {
            return new Delivered(message, Duration.ZERO, "");
        }
    }

    /**
     * The service certainly does not have it and may take it later.
     *
     * @param retryAfter what the service asked for; null when it did not
     */
    record Retryable(FailureReason reason, @Nullable Duration retryAfter, String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "retryable";
        }
    }

    /** Nothing was sent, because others may have taken the delivery over by then; see {@link SendingTime}. */
    record TooLate(String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "too_late";
        }

        @Override
        public FailureReason reason() {
            return FailureReason.WORKER_LOST;
        }
    }

    /** Nobody knows whether the service has it; sending again may show it twice. */
    record Ambiguous(FailureReason reason, String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "ambiguous";
        }
    }

    /** The service does not like what the message says; the same body must not be sent again. */
    record ContentRejected(String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "content_rejected";
        }

        @Override
        public FailureReason reason() {
            return FailureReason.CONTENT_REJECTED;
        }
    }

    /** What was to be changed is gone or closed, or takes nothing more, and no message was to be sent. */
    record NotEdited(String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "not_edited";
        }

        @Override
        public FailureReason reason() {
            return FailureReason.REPLACED;
        }
    }

    /** The target is gone, closed or set up wrongly; nothing must be sent there until a person or a probe says so. */
    record DeadEndpoint(FailureReason reason, String detail) implements DeliveryOutcome {

        @Override
        public String word() {
            return "dead_endpoint";
        }
    }
}
