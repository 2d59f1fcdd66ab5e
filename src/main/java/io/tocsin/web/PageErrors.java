package io.tocsin.web;

import io.tocsin.database.DatabaseFailures;
import java.util.Map;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the error page says: the reason that a page gave, which is a text or the key of one, or that the database is away;
 * but never the message of an unexpected exception.
 */
@Component
class PageErrors extends DefaultErrorAttributes {

    @Override
    public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
        Map<String, Object> attributes = super.getErrorAttributes(request, options);
        Throwable error = getError(request);
        boolean isMeant = error.getClass() == ResponseStatusException.class;
        String reason = isMeant ? ((ResponseStatusException) error).getReason() : null;
        attributes.put("reason", reason == null ? "" : reason);
        if (DatabaseFailures.isPassing(error)) {
            attributes.put("status", HttpStatus.SERVICE_UNAVAILABLE.value());
            attributes.put("error", HttpStatus.SERVICE_UNAVAILABLE.getReasonPhrase());
            attributes.put("reason", "error.database");
        }
        return attributes;
    }
}
