package io.tocsin.logstore.push;

import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;

/** From the bytes of a push request to entries that may be stored. Thread-safe; holds no entries. */
public final class PushIntake {

    private final PushLimits limits;
    private final Clock clock;
    private final LongSupplier monotonicNanos;
    private final ObjIntConsumer<RejectReason> rejects;
    private final PushBody body;
    private final PushValidator validator;
    private final IngestionRate rate;

    public PushIntake(
            PushLimits limits, Clock clock, LongSupplier monotonicNanos, ObjIntConsumer<RejectReason> rejects) {
        this.limits = limits;
        this.clock = clock;
        this.monotonicNanos = monotonicNanos;
        this.rejects = rejects;
        this.body = new PushBody(limits.maxBodyBytes());
        this.validator = new PushValidator(limits, rejects);
        this.rate = new IngestionRate(limits.maxBytesPerSecond(), monotonicNanos.getAsLong());
    }

    /**
     * Decodes and validates.
     *
     * @param contentType header value, empty when absent
     * @param contentEncoding header value, empty when absent
     * @throws PushException when nothing of the push may be stored
     */
    public ValidatedPush accept(byte[] bytes, String contentType, String contentEncoding) {
        ValidatedPush push = validator.validate(decode(bytes, contentType, contentEncoding), clock.instant());
        if (!rate.take(push.bytes(), monotonicNanos.getAsLong())) {
            rejects.accept(RejectReason.RATE_LIMITED, push.lines());
            throw new PushException(
                    429,
                    "ingestion rate limit exceeded for user fake (limit: " + limits.maxBytesPerSecond()
                            + " bytes/sec) while attempting to ingest '" + push.lines() + "' lines totaling '"
                            + push.bytes()
                            + "' bytes, reduce log volume or contact your Loki administrator to see if the limit can"
                            + " be increased");
        }
        return push;
    }

    /** Whether decoding it may take much memory, so that not many should be decoded at once. */
    public boolean isLarge(byte[] bytes, String contentType, String contentEncoding) {
        return body.isLarge(bytes, contentType, contentEncoding);
    }

    private List<PushedStream> decode(byte[] bytes, String contentType, String contentEncoding) {
        try {
            return body.decode(bytes, contentType, contentEncoding);
        } catch (PushException e) {
            rejects.accept(e.status() == 413 ? RejectReason.BODY_TOO_LARGE : RejectReason.INVALID_BODY, 1);
            throw e;
        }
    }
}
