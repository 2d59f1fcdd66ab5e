package io.tocsin.web.access;

import io.tocsin.secret.Secret;
import io.tocsin.security.WallboardAccess;
import io.tocsin.web.FormValues;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where a screen on a wall is given its token, once. A link may bring it behind {@code #}, which browsers send to nobody.
 */
@Controller
class WallboardEntryPage {

    private final WallboardAccess wallboards;

    WallboardEntryPage(WallboardAccess wallboards) {
        this.wallboards = wallboards;
    }

    @GetMapping("/wallboard/open")
    String form(Model model) {
        model.addAttribute("isWrong", false);
        return "wallboard-open";
    }

    @PostMapping("/wallboard/open")
    Mono<String> open(FormValues form, ServerWebExchange exchange, Model model) {
        return wallboards.open(exchange, new Secret(form.text("token"))).map(isOpen -> {
            model.addAttribute("isWrong", true);
            return isOpen ? "redirect:/wallboard" : "wallboard-open";
        });
    }
}
