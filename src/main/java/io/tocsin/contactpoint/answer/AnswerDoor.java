package io.tocsin.contactpoint.answer;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes the requests of one chat service, which nobody vouches for but their signature. */
public interface AnswerDoor {

    /** The paths that it serves. */
    Set<String> paths();

    /**
     * Answers at once; what was asked is done after that.
     *
     * @param header the first value of a header of the request, or null
     * @param body as it came, because the signature is of it
     */
    Mono<DoorAnswer> receive(Function<String, @Nullable String> header, byte[] body);

    /**
     * What the service gets.
     *
     * @param json may be empty
     */
    record DoorAnswer(int status, String json) {

        public static final DoorAnswer EMPTY = new DoorAnswer(200, "");

        /** Nobody's signature; says nothing of why. */
        public static final DoorAnswer REFUSED = new DoorAnswer(401, "");

        public boolean isRefused() {
            return status == REFUSED.status;
        }
    }
}
