package io.tocsin.api.alertmanager;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.databind.json.JsonMapper;

/** Errors in the two shapes that Alertmanager's clients know. */
@RestControllerAdvice(basePackageClasses = AlertmanagerErrors.class)
class AlertmanagerErrors {

    private final JsonMapper json;

    AlertmanagerErrors(JsonMapper json) {
        this.json = json;
    }

    @ExceptionHandler
    ResponseEntity<String> refused(AlertmanagerException refusal) {
        String message = String.valueOf(refusal.getMessage());
        Object body = refusal.code() == 0 ? message : Map.of("code", refusal.code(), "message", message);
        return answer(refusal.status().value(), body);
    }

    @ExceptionHandler
    ResponseEntity<String> unreadable(ServerWebInputException problem) {
        return answer(
                problem.getStatusCode().value(),
                Map.of("code", 400, "message", "the request cannot be read: " + problem.getReason()));
    }

    private ResponseEntity<String> answer(int status, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(body));
    }
}
