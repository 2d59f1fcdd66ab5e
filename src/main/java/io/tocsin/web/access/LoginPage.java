package io.tocsin.web.access;

import io.tocsin.security.WantedPage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ServerWebExchange;

/** The login form; the security filter handles its submission. */
@Controller
class LoginPage {

    private final boolean hasProvider;

    LoginPage(@Value("${tocsin.oidc.issuer:}") String issuer) {
        this.hasProvider = !issuer.isBlank();
    }

    @GetMapping("/login")
    String login(Model model, ServerWebExchange exchange) {
        model.addAttribute("failed", exchange.getRequest().getQueryParams().containsKey("error"));
        model.addAttribute("loggedOut", exchange.getRequest().getQueryParams().containsKey("logout"));
        model.addAttribute("refused", exchange.getRequest().getQueryParams().containsKey("provider"));
        model.addAttribute("hasProvider", hasProvider);
        model.addAttribute(
                "next", WantedPage.local(exchange.getRequest().getQueryParams().getFirst(WantedPage.PARAMETER)));
        return "login";
    }
}
