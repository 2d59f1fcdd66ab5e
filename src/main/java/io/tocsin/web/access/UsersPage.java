package io.tocsin.web.access;

import io.tocsin.access.Role;
import io.tocsin.security.UserAccounts;
import io.tocsin.security.UserAccounts.AccountProblem;
import io.tocsin.web.FormValues;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** The people who may log in. */
@Controller
class UsersPage {

    private static final Set<String> NEWS = Set.of("created", "changed", "password", "deleted");

    private final UserAccounts accounts;

    UsersPage(UserAccounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/users")
    String users(FormValues query, Model model) {
        String done = query.text("done");
        model.addAttribute("done", NEWS.contains(done) ? done : "");
        return page("", "VIEWER", Optional.empty(), "", model);
    }

    @PostMapping("/users")
    String create(FormValues form, Model model) {
        String name = form.text("name");
        Optional<AccountProblem> problem = accounts.create(name, password(form, "password"), role(form));
        if (problem.isPresent()) {
            model.addAttribute("done", "");
            return page(name, form.text("role"), problem, "", model);
        }
        return "redirect:/users?done=created";
    }

    @PostMapping("/users/{name}/role")
    String changeRole(@PathVariable String name, FormValues form, Model model) {
        return answer(accounts.changeRole(name, role(form)), name, "changed", model);
    }

    @PostMapping("/users/{name}/password")
    String setPassword(@PathVariable String name, FormValues form, Model model) {
        return answer(accounts.setPassword(name, password(form, "password")), name, "password", model);
    }

    @PostMapping("/users/{name}/delete")
    String delete(@PathVariable String name, Model model) {
        return answer(accounts.delete(name), name, "deleted", model);
    }

    private String answer(Optional<AccountProblem> problem, String name, String done, Model model) {
        if (problem.isEmpty()) {
            return "redirect:/users?done=" + done;
        }
        model.addAttribute("done", "");
        return page("", "VIEWER", problem, name, model);
    }

    /** @param about the user whose row has the problem; empty: the form of a new one */
    private String page(String name, String role, Optional<AccountProblem> problem, String about, Model model) {
        model.addAttribute("accounts", accounts.all());
        model.addAttribute("roles", Role.ofPeople());
        model.addAttribute("name", name);
        model.addAttribute("role", role);
        model.addAttribute(
                "problem",
                problem.map(value -> value.name().toLowerCase(Locale.ROOT)).orElse(""));
        model.addAttribute("about", about);
        model.addAttribute("minLength", UserAccounts.MIN_PASSWORD_LENGTH);
        return "users";
    }

    /** Exactly as typed: a space may be part of it. */
    static String password(FormValues form, String field) {
        String password = form.values().getFirst(field);
        return password == null ? "" : password;
    }

    private static Role role(FormValues form) {
        try {
            Role role = Role.valueOf(form.text("role"));
            if (Role.ofPeople().contains(role)) {
                return role;
            }
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.role.unknown", e);
        }
        throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "error.role.unknown");
    }
}
