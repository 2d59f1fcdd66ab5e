package io.tocsin.api.tocsin;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.Role;
import io.tocsin.access.store.AuditLog;
import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiReading;
import io.tocsin.security.UserAccounts;
import io.tocsin.security.UserAccounts.Account;
import io.tocsin.security.UserAccounts.AccountProblem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The people who may log in, and who changed what. */
@RestController
@RequestMapping("/api/tocsin/v1")
class UserApi {

    private final UserAccounts accounts;
    private final AuditLog audit;
    private final MessageSource messages;

    UserApi(UserAccounts accounts, AuditLog audit, MessageSource messages) {
        this.accounts = accounts;
        this.audit = audit;
        this.messages = messages;
    }

    /** A new person; prints no password. */
    record UserBody(
            @Nullable String name,
            @Nullable String password,
            @Nullable String role) {

        @Override
        public String toString() {
            return "UserBody[" + name + "]";
        }
    }

    record RoleBody(@Nullable String role) {}

    /** Prints no password. */
    record PasswordBody(@Nullable String password) {

        @Override
        public String toString() {
            return "PasswordBody[]";
        }
    }

    /** @param builtIn whether it is the administrator of the first start, who can be neither removed nor given another role */
    record UserAnswer(String name, String role, Instant createdAt, boolean builtIn) {

        static UserAnswer of(Account account) {
            return new UserAnswer(
                    account.name(), RuleJson.lower(account.role().name()), account.createdAt(), account.isBuiltIn());
        }
    }

    record AuditAnswer(
            long id,
            Instant at,
            String actor,
            String address,
            String action,
            String object,
            String outcome,
            int status) {

        static AuditAnswer of(AuditEntry entry) {
            return new AuditAnswer(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.address(),
                    entry.deed().action(),
                    entry.deed().object(),
                    RuleJson.lower(entry.outcome().name()),
                    entry.status());
        }
    }

    @GetMapping("/users")
    List<UserAnswer> users() {
        return accounts.all().stream().map(UserAnswer::of).toList();
    }

    @PostMapping("/users")
    @ResponseStatus(HttpStatus.CREATED)
    UserAnswer create(@RequestBody UserBody body) {
        String name = body.name() == null ? "" : body.name();
        done(accounts.create(name, body.password() == null ? "" : body.password(), role(body.role())));
        return accounts.find(name).map(UserAnswer::of).orElseThrow(() -> ApiReading.missing("users.problem.missing"));
    }

    /** Logs the person out everywhere. */
    @PutMapping("/users/{name}/role")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changeRole(@PathVariable String name, @RequestBody RoleBody body) {
        done(accounts.changeRole(name, role(body.role())));
    }

    /** Logs the person out everywhere. */
    @PutMapping("/users/{name}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setPassword(@PathVariable String name, @RequestBody PasswordBody body) {
        done(accounts.setPassword(name, body.password() == null ? "" : body.password()));
    }

    @DeleteMapping("/users/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name) {
        done(accounts.delete(name));
    }

    /** Newest first. */
    @GetMapping("/audit")
    ApiPage<AuditAnswer> audit(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        Long below = ApiPage.number(cursor);
        int size = ApiPage.size(limit);
        return ApiPage.ofOneMore(
                audit.find(q, below == null ? Long.MAX_VALUE : below, size + 1),
                size,
                entry -> Long.toString(entry.id()),
                AuditAnswer::of);
    }

    private void done(Optional<AccountProblem> problem) {
        if (problem.isPresent()) {
            String key = "users.problem." + problem.get().name().toLowerCase(Locale.ROOT);
            throw new ResponseStatusException(
                    status(problem.get()),
                    messages.getMessage(key, new Object[] {UserAccounts.MIN_PASSWORD_LENGTH}, key, Locale.ENGLISH));
        }
    }

    private static HttpStatus status(AccountProblem problem) {
        return switch (problem) {
            case MISSING -> HttpStatus.NOT_FOUND;
            case TAKEN, BUILT_IN -> HttpStatus.CONFLICT;
            case NAME, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_WRONG -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    private static Role role(@Nullable String text) {
        return Role.ofPeople().stream()
                .filter(role -> role.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> ApiReading.bad("error.role.unknown", null));
    }
}
