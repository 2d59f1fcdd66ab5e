package io.tocsin.api;

import io.tocsin.access.ApiToken;
import io.tocsin.access.Role;
import io.tocsin.security.ApiTokenAccounts;
import io.tocsin.security.ApiTokenAccounts.Made;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The tokens of programs: list, make, remove. The text of one is in the answer that made it, and nowhere else. */
@RestController
@RequestMapping("/api/tocsin/v1/tokens")
class TokenApi {

    private final ApiTokenAccounts tokens;

    TokenApi(ApiTokenAccounts tokens) {
        this.tokens = tokens;
    }

    /** What is asked for; {@code expiresAt} is RFC 3339, absent: never. */
    record TokenBody(
            @Nullable String name,
            @Nullable String role,
            @Nullable String expiresAt) {}

    /** A token as it is shown. */
    record TokenAnswer(
            long id,
            String name,
            String role,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static TokenAnswer of(ApiToken token) {
            return new TokenAnswer(
                    token.id(),
                    token.name(),
                    token.role().name().toLowerCase(Locale.ROOT),
                    token.createdBy(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /** A token that was just made, with its text. */
    record MadeAnswer(TokenAnswer token, String text) {

        /** Not what it holds. */
        @Override
        public String toString() {
            return "MadeAnswer[token=" + token + "]";
        }
    }

    @GetMapping
    List<TokenAnswer> all() {
        return tokens.all().stream().map(TokenAnswer::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    MadeAnswer create(@RequestBody TokenBody body, Principal caller) {
        String name = body.name() == null ? "" : body.name();
        Made made = tokens.create(name, role(body.role()), time(body.expiresAt()), caller.getName());
        ApiToken token = made.token();
        if (token == null) {
            throw problem(String.valueOf(made.problem()), name);
        }
        return new MadeAnswer(TokenAnswer.of(token), made.text());
    }

    private static ResponseStatusException problem(String problem, String name) {
        return switch (problem) {
            case "TAKEN" ->
                new ResponseStatusException(HttpStatus.CONFLICT, "there is a token of the name \"" + name + "\"");
            case "EXPIRED" -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "expiresAt is in the past");
            default -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "name must have 1 to 100 characters");
        };
    }

    private static Role role(@Nullable String text) {
        for (Role role : Role.values()) {
            if (role.name().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw new ResponseStatusException(
                HttpStatus.BAD_REQUEST,
                "role must be one of " + Arrays.toString(Role.values()).toLowerCase(Locale.ROOT));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "expiresAt must look like 2027-01-31T00:00:00Z", e);
        }
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        if (!tokens.delete(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no token " + id);
        }
    }
}
