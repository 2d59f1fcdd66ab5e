package io.tocsin.web.access;

import io.tocsin.security.Caller;
import io.tocsin.security.UserAccounts;
import io.tocsin.security.UserAccounts.AccountProblem;
import io.tocsin.web.FormValues;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What somebody may change of the own account: the password. */
@Controller
class AccountPage {

    private final UserAccounts accounts;

    AccountPage(UserAccounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/account")
    String account(FormValues query, Authentication person, Model model) {
        return page(query.text("done").equals("password"), Optional.empty(), person, model);
    }

    /** Ends all sessions of this person; the login page says why. */
    @PostMapping("/account/password")
    String changePassword(FormValues form, Authentication person, Model model) {
        Optional<AccountProblem> problem =
                person.getPrincipal() instanceof Caller caller && caller.kind() == Caller.CallerKind.SESSION
                        ? accounts.changeOwnPassword(
                                caller, UsersPage.password(form, "old"), UsersPage.password(form, "password"))
                        : Optional.of(AccountProblem.MISSING);
        return problem.isEmpty() ? "redirect:/account?done=password" : page(false, problem, person, model);
    }

    private String page(boolean isDone, Optional<AccountProblem> problem, Authentication person, Model model) {
        model.addAttribute("user", person.getName());
        model.addAttribute("hasPassword", accounts.find(person.getName()).isPresent());
        model.addAttribute("isDone", isDone);
        model.addAttribute(
                "problem",
                problem.map(value -> value.name().toLowerCase(Locale.ROOT)).orElse(""));
        model.addAttribute("minLength", UserAccounts.MIN_PASSWORD_LENGTH);
        return "account";
    }
}
