package io.tocsin.api;

import io.tocsin.contactpoint.answer.AnswerDoor;
import io.tocsin.contactpoint.answer.AnswerDoor.DoorAnswer;
import io.tocsin.security.SignedRequests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where chat services tell what people press and type; each is believed by its signature alone. */
@RestController
class ChatDoors {

    /** An interaction holds the whole message that it belongs to. */
    private static final int MAX_BYTES = 256 * 1024;

    private final Map<String, AnswerDoor> doors = new HashMap<>();
    private final SignedRequests requests;

    ChatDoors(List<AnswerDoor> doors, SignedRequests requests) {
        doors.forEach(door -> door.paths().forEach(path -> this.doors.put(path, door)));
        this.requests = requests;
    }

    @PostMapping({"/slack/interactions", "/slack/commands", "/discord/interactions"})
    Mono<ResponseEntity<String>> receive(ServerHttpRequest request) {
        AnswerDoor door = doors.get(request.getPath().pathWithinApplication().value());
        if (door == null) {
            return Mono.just(ResponseEntity.notFound().build());
        }
        if (!requests.mayTry(request)) {
            return Mono.just(ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, "60")
                    .build());
        }
        return body(request)
                .flatMap(body -> door.receive(name -> request.getHeaders().getFirst(name), body))
                .map(answer -> answer(request, answer))
                .onErrorResume(
                        DataBufferLimitException.class,
                        e -> Mono.just(ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
                                .build()));
    }

    /** As it came, whatever the content type says: the signature is of it. */
    private static Mono<byte[]> body(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), MAX_BYTES)
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0]);
    }

    private ResponseEntity<String> answer(ServerHttpRequest request, DoorAnswer answer) {
        if (answer.isRefused()) {
            requests.refused(request);
        }
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(answer.status());
        return answer.json().isEmpty()
                ? builder.build()
                : builder.contentType(MediaType.APPLICATION_JSON).body(answer.json());
    }
}
