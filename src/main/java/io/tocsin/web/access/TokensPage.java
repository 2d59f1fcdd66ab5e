package io.tocsin.web.access;

import io.tocsin.access.ApiToken;
import io.tocsin.access.Role;
import io.tocsin.security.ApiTokenAccounts;
import io.tocsin.security.ApiTokenAccounts.Made;
import io.tocsin.security.ApiTokenAccounts.TokenProblem;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** The tokens of programs. One that was just made is shown this once. */
@Controller
class TokensPage {

    private static final List<Integer> DAYS = List.of(30, 90, 365);
    private static final List<Role> ROLES = List.of(Role.INGEST, Role.VIEWER, Role.RESPONDER, Role.EDITOR, Role.ADMIN);

    private final ApiTokenAccounts tokens;
    private final Clock clock;

    TokensPage(ApiTokenAccounts tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** One token in the list. */
    record TokenRow(ApiToken token, boolean isExpired) {}

    @GetMapping("/tokens")
    String tokens(FormValues query, Model model) {
        model.addAttribute("done", query.text("done").equals("deleted") ? "deleted" : "");
        model.addAttribute("isForWallboards", false);
        return page("", "", null, model);
    }

    @PostMapping("/tokens")
    String create(FormValues form, Principal person, Model model) {
        Made made = tokens.create(form.text("name"), role(form), expiry(form), person.getName());
        model.addAttribute("done", "");
        boolean isMade = made.problem() == null;
        model.addAttribute("isForWallboards", isMade && role(form) == Role.VIEWER);
        return page(isMade ? "" : form.text("name"), made.text(), made.problem(), model);
    }

    @PostMapping("/tokens/{id}/delete")
    String delete(@PathVariable long id) {
        tokens.delete(id);
        return "redirect:/tokens?done=deleted";
    }

    private String page(String name, String made, @Nullable TokenProblem problem, Model model) {
        Instant now = clock.instant();
        model.addAttribute(
                "tokens",
                tokens.all().stream()
                        .map(token -> new TokenRow(token, token.isExpired(now)))
                        .toList());
        model.addAttribute("roles", ROLES);
        model.addAttribute("days", DAYS);
        model.addAttribute("name", name);
        model.addAttribute("made", made);
        model.addAttribute("problem", problem == null ? "" : problem.name().toLowerCase(Locale.ROOT));
        return "tokens";
    }

    private static Role role(FormValues form) {
        try {
            return Role.valueOf(form.text("role"));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.role.unknown", e);
        }
    }

    /** Null: never. */
    private @Nullable Instant expiry(FormValues form) {
        String days = form.text("days");
        return DAYS.stream()
                .filter(one -> one.toString().equals(days))
                .map(one -> clock.instant().plus(Duration.ofDays(one)))
                .findFirst()
                .orElse(null);
    }
}
