package io.tocsin.task;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
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

    /** Like {@link Mono#defer}. */
    public static <T> Mono<T> defer(Supplier<? extends Mono<? extends T>> work) {
        return Mono.defer(() -> {
            try {
                return work.get();
            } catch (Error e) {
                return Mono.error(new WorkFailedException(e));
            }
        });
    }
}
