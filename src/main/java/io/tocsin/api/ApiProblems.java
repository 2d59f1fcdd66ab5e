package io.tocsin.api;

import io.tocsin.database.DatabaseFailures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes wrong below {@code /api/tocsin/} as a problem detail (RFC 9457), whoever meets it: an endpoint, the login, or
 * the router that knows no such path.
 */
@Component
@Order(ApiProblems.BEFORE_THE_ERROR_PAGE)
class ApiProblems implements WebExceptionHandler {

    static final int BEFORE_THE_ERROR_PAGE = -2;

    private static final String BASE = "/api/tocsin/";
    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    private final MessageSource messages;
    private final JsonMapper json;

    ApiProblems(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!path.startsWith(BASE) || response.isCommitted()) {
            return Mono.error(failure);
        }
        ProblemDetail problem = problem(failure, path);
        if (failure instanceof ErrorResponse known) {
            response.getHeaders().putAll(known.getHeaders());
        }
        response.setRawStatusCode(problem.getStatus());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = json.writeValueAsBytes(members(problem));
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** What else is said of the problem stands beside its own members. */
    private static Map<String, Object> members(ProblemDetail problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", String.valueOf(problem.getTitle()));
        members.put("status", problem.getStatus());
        String detail = problem.getDetail();
        members.put("detail", detail == null ? String.valueOf(problem.getTitle()) : detail);
        Map<String, Object> more = problem.getProperties();
        if (more != null) {
            members.putAll(more);
        }
        return members;
    }

    private ProblemDetail problem(Throwable failure, String path) {
        if (DatabaseFailures.isPassing(failure)) {
            return detailed(HttpStatus.SERVICE_UNAVAILABLE, "error.database");
        }
        if (failure instanceof ErrorResponse known) {
            ProblemDetail body = ProblemDetail.forStatus(known.getStatusCode());
            body.setDetail(text(known.getBody().getDetail()));
            body.setProperties(known.getBody().getProperties());
            return body;
        }
        log.error("A request of the API failed: path={}", path, failure);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "an error inside Tocsin; its log says more");
    }

    private ProblemDetail detailed(HttpStatus status, String key) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(text(key));
        return problem;
    }

    /** A reason is a text, or the key of one; programs read English. */
    private @Nullable String text(@Nullable String reason) {
        return reason == null ? null : messages.getMessage(reason, null, reason, Locale.ENGLISH);
    }
}
