package io.tocsin.web.access;

import io.tocsin.access.Role;
import io.tocsin.security.Caller;
import io.tocsin.security.RememberedChoices;
import io.tocsin.security.UserAccounts;
import io.tocsin.security.UserAccounts.AccountProblem;
import io.tocsin.web.FormValues;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Who somebody is here, and what of it is the person's own to change: the password, the sessions, the time zone. */
@Controller
class AccountPage {

    private final UserAccounts accounts;
    private final RememberedChoices choices;

    AccountPage(UserAccounts accounts, RememberedChoices choices) {
        this.accounts = accounts;
        this.choices = choices;
    }

    /**
     * One place where the person is logged in.
     *
     * @param id what ends it; no secret
     */
    record SessionRow(String id, String address, Instant since, Instant until, boolean isThis) {}

    @GetMapping("/account")
    String account(FormValues query, Authentication person, Model model) {
        return page(query.text("done"), Optional.empty(), person, model);
    }

    /** Ends all other sessions of this person. */
    @PostMapping("/account/password")
    String changePassword(FormValues form, Authentication person, Model model) {
        Optional<AccountProblem> problem =
                person.getPrincipal() instanceof Caller caller && caller.kind() == Caller.CallerKind.SESSION
                        ? accounts.changeOwnPassword(
                                caller, UsersPage.password(form, "old"), UsersPage.password(form, "password"))
                        : Optional.of(AccountProblem.MISSING);
        return problem.isEmpty() ? "redirect:/account?done=password" : page("", problem, person, model);
    }

    /** Ends one session of this person, or all but this one. */
    @PostMapping("/account/sessions/end")
    String endSessions(FormValues form, Authentication person) {
        Caller.person(person).ifPresent(caller -> {
            if (form.has("others")) {
                accounts.endOtherSessions(caller);
            } else {
                accounts.endSession(caller, form.text("session"));
            }
        });
        return "redirect:/account?done=sessions";
    }

    /** Asked by a script when somebody chooses another zone on any page. */
    @PostMapping("/account/zone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @ResponseBody
    void rememberZone(FormValues form, Authentication person) {
        choices.chooseZone(person, form.text("zone"));
    }

    private String page(String done, Optional<AccountProblem> problem, Authentication person, Model model) {
        Optional<Caller> caller = Caller.person(person);
        model.addAttribute("role", caller.map(Caller::role).orElse(Role.VIEWER).name());
        model.addAttribute(
                "sessions",
                caller.map(known -> accounts.sessionsOf(known).stream()
                                .map(session -> new SessionRow(
                                        session.idHash(),
                                        session.address(),
                                        session.createdAt(),
                                        session.expiresAt(),
                                        session.idHash().equals(known.credential())))
                                .toList())
                        .orElse(List.of()));
        model.addAttribute("user", person.getName());
        model.addAttribute("hasPassword", accounts.find(person.getName()).isPresent());
        model.addAttribute("done", List.of("password", "sessions").contains(done) ? done : "");
        model.addAttribute(
                "problem",
                problem.map(value -> value.name().toLowerCase(Locale.ROOT)).orElse(""));
        model.addAttribute("minLength", UserAccounts.MIN_PASSWORD_LENGTH);
        return "account";
    }
}
