package io.tocsin.task;

import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/**
 * Work as a Mono that always ends. Reactor lets some Errors, a StackOverflowError too, end the thread instead of the Mono:
 * whoever waits for it waits for ever. Here they are the cause of an ordinary error signal.
 */
public final class SafeMono {

    private SafeMono() {}

    /** What cannot be gone on with as it is, but by others. */
    public static final class WorkFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WorkFailedException(Error cause) {
            super("failed with " + cause.getClass().getSimpleName(), cause);
        }
    }

    /** Like {@link Mono#fromCallable}; a null is an empty Mono. */
    public static <T> Mono<T> fromCallable(Callable<? extends T> work) {
        return Mono.fromCallable(() -> {
            try {
                return work.call();
            } catch (Error e) {
                throw new WorkFailedException(e);
            }
        });
    }

    /** Like {@link Mono#fromRunnable}. */
    public static <T> Mono<T> fromRunnable(Runnable work) {
        return fromCallable(() -> {
            work.run();
            return null;
        });
    }
}
